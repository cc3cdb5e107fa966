import { setTimeout as after } from 'node:timers/promises';
import { randomId } from '#kernel';
import {
  acceptReferral,
  makeReferral,
  openCase,
  recordContact,
  type Action,
  type Client,
  type RecordedAnswer,
} from '../crash/requests.fixture.js';

/** Whose feed is followed, and with whom they work. */
export const agency = {
  id: 'northbridge',
  person: 'dawn-northbridge',
  software: 'system-northbridge',
  partner: 'omar-eastmoor',
} as const;

export interface Written {
  readonly by: string;
  readonly type: string;
  readonly caseId: string;
  readonly eventId: string;
  /** Of the recorder's organisation. */
  readonly position: string;
  /** Whether who may have it was changed afterwards. */
  handled: boolean;
}

export interface Writers {
  readonly acknowledged: readonly Written[];
  /** Resolves when so many more are acknowledged. */
  readonly more: (count: number) => Promise<void>;
  /** Nobody begins anything any more; the last action of each case is one of the agency that is followed. */
  readonly finish: () => Promise<readonly Written[]>;
}

const open = {
  covert: false,
  notForImmigration: [],
  releaseLimited: false,
  releasableTo: [],
  neverToOrganisations: [],
  neverToPeople: [],
  reason: 'The police have told us something.',
};
/** In turn: what ends an entry for the agency, leaves a stub of it, gives it back, ends it for its software alone. */
const handlings = [
  { ...open, neverToOrganisations: [agency.id] },
  { ...open, covert: true },
  open,
  { ...open, releaseLimited: true, releasableTo: ['eastmoor'] },
  { ...open, neverToPeople: [agency.software] },
  open,
];

const changeHandling = (as: string, caseId: string, eventId: string, details: object): Action => {
  const key = `feed-${randomId()}`;
  return {
    as,
    key,
    words: null,
    query: `mutation ($action: ActionInput!, $details: HandlingChangedInput!) {
      recorded: changeHandling(action: $action, details: $details) { eventId caseId type position repeated }
    }`,
    variables: {
      action: {
        ...{ key, caseId, occurred: '2011-03-01', lawfulBasis: 'PUBLIC_TASK' },
        relations: [{ kind: 'ABOUT', eventId }],
      },
      details,
    },
  };
};

/** Each sends the same again until it is acknowledged, whatever happens to the server. */
export const startWriters = (client: Client, cases: number): Writers => {
  const acknowledged: Written[] = [];
  let finishing = false;
  let told: () => void = () => undefined;

  const insist = async (action: Action, passing: readonly string[] = []): Promise<Written> => {
    for (;;) {
      const answer = await client.ask(action).catch(() => null);
      const recorded = answer?.data?.['recorded'] as RecordedAnswer | null | undefined;
      if (recorded != null) {
        const { type, caseId, eventId, position } = recorded;
        const written = { by: action.as, type, caseId, eventId, position, handled: false };
        acknowledged.push(written);
        told();
        return written;
      }
      const codes = (answer?.errors ?? []).map(({ extensions }) => extensions.code);
      if (codes.some((code) => code !== 'UNAVAILABLE' && !passing.includes(code)))
        throw new Error(`It was refused: ${action.query} ${JSON.stringify(answer?.errors)}`);
      await after(20);
    }
  };

  const onCase = async (index: number): Promise<Written> => {
    const { partner, person } = agency;
    const { caseId } = await insist(openCase(partner));
    const { eventId: referral } = await insist(makeReferral(partner, caseId, agency.id));
    // Whoever was referred a case learns of it when their agency's view has it.
    await insist(acceptReferral(person, caseId, referral), ['NOT_FOUND']);
    for (let round = index; !finishing; round += 1) {
      const told = await insist(recordContact(partner, caseId));
      await insist(recordContact(person, caseId));
      told.handled = true;
      for (const step of [round, round + 1])
        if (!finishing)
          await insist(
            changeHandling(partner, caseId, told.eventId, handlings[step % handlings.length] ?? open),
          );
      await insist(recordContact(partner, caseId));
    }
    return insist(recordContact(person, caseId));
  };

  const everybody = Promise.all(Array.from({ length: cases }, (_, index) => onCase(index)));
  everybody.catch(() => told());
  return {
    acknowledged,
    more: (count) => {
      const enough = acknowledged.length + count;
      const reached = new Promise<void>((resolve) => {
        told = () => {
          if (acknowledged.length >= enough) resolve();
        };
      });
      return Promise.race([reached, everybody.then(() => undefined)]);
    },
    finish: () => {
      finishing = true;
      return everybody;
    },
  };
};
