/** The projections that there are, as metrics and traces name them. */
export const projectionNames = ['timeline', 'access-log', 'oversight', 'other'] as const;
export type ProjectionName = (typeof projectionNames)[number];

export const projectionNamed = (name: string): ProjectionName =>
  projectionNames.find((known) => known === name) ?? 'other';
