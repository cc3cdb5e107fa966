/** A change of what was released. One that is dangerous is told and passes: a tolerant consumer goes on working. */
export interface Change {
  readonly contract: 'GraphQL' | 'protocol buffers' | 'event schemas' | 'AsyncAPI';
  readonly severity: 'breaking' | 'dangerous';
  readonly what: string;
}
