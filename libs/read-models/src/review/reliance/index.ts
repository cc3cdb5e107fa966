export { relianceAsGraph } from './reliance-as-graph.js';
export type { RelianceGraph, RelianceGraphEdge, RelianceNode } from './reliance-graph.js';
export { relianceOfDecision } from './reliance-of-a-decision.js';
export { relianceQuestion } from './reliance-question.js';
