import type { CaseFacts, Reader } from './facts.js';
import type { AccessLogDecision, AccessLogExtent } from './policy.js';
import { askAboutPurpose, rowOf, type Ask } from './standing.js';

export const noAccessLog: AccessLogDecision = { extent: 'none', decidedBy: [] };

/** Widest first. */
const extents: readonly (readonly [action: string, extent: AccessLogExtent])[] = [
  ['read-whole-access-log', 'everything'],
  ['read-who-read', 'who-read'],
  ['read-own-organisations-access', 'own-organisation'],
];

/** How much of a case's access log a reader may have. An organisation's software has no part in it: people answer for reading. */
export const decideAccessLog = (ask: Ask, reader: Reader, caseFacts: CaseFacts): AccessLogDecision => {
  const { function: agency, person } = reader;
  const purpose = askAboutPurpose(ask, agency, person.role, person.purpose);
  if (!purpose.allowed) return noAccessLog;
  const { row, decidedBy } = rowOf(ask, agency, person, caseFacts);
  for (const [action, extent] of extents) {
    const decision = ask({
      principal: { type: 'Row', id: row },
      action,
      resource: { type: 'Case', id: 'this' },
      context: { role: { __entity: { type: 'Role', id: person.role } } },
    });
    if (decision.allowed) {
      return { extent, decidedBy: [...purpose.decidedBy, ...decidedBy, ...decision.decidedBy].sort() };
    }
  }
  return noAccessLog;
};
