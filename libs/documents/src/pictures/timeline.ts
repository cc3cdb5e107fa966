export interface TimelineLane {
  readonly id: string;
  readonly label: string;
}

export interface TimelineEvent {
  readonly id: string;
  /** Id of its lane. */
  readonly lane: string;
  /** RFC 3339 instants: the earliest and the latest that it can have happened, or that it lasted. Equal for a point in time. */
  readonly from: string;
  readonly to: string;
  /** The date as people say it, such as "about 2009-03". */
  readonly when: string;
  readonly label: string;
  readonly kind: 'event' | 'decision';
  /** Short words such as "late entry". */
  readonly marks?: readonly string[];
}

export interface TimelineLink {
  /** Ids of events; the arrow points at `to`. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'reliance' | 'disclosure';
}

/** A time of which a lane has nothing to tell. */
export interface TimelineGap {
  readonly lane: string;
  /** RFC 3339 instants. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Lanes, what happened in each, and what leads from one to another. All texts are untrusted. */
export interface TimelinePicture {
  readonly title: string;
  readonly subtitle?: string;
  /** One line, on every page. */
  readonly footer: string;
  readonly lanes: readonly TimelineLane[];
  readonly events: readonly TimelineEvent[];
  readonly links: readonly TimelineLink[];
  readonly gaps: readonly TimelineGap[];
}
