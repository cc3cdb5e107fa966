/** Something that relies on other things, or that they rely on. Labels are untrusted text. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** Second, smaller text: a date, a reference. */
  readonly note?: string;
  /** Id of its group. */
  readonly group?: string;
  /** A decision is drawn with another shape. */
  readonly shape?: 'box' | 'decision';
  /** What the question was about is drawn with a heavy outline. */
  readonly emphasis?: boolean;
  /** Short words such as "withdrawn", told in the node. */
  readonly marks?: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** Part of a circle: drawn heavy and told in words. */
  readonly circular?: boolean;
  /** Drawn broken: what it stands on was withdrawn, or it is not certain. */
  readonly broken?: boolean;
}

/** A directed graph. An edge to a node that is not in it is an error. */
export interface Graph {
  readonly title: string;
  readonly groups: readonly { readonly id: string; readonly label: string }[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** One line under the picture. */
  readonly footer?: string;
}
