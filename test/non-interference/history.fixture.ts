import {
  concernsOf,
  declarationOf,
  openHandling,
  partNames,
  partsOf,
  type EventDeclaration,
  type EventHeader,
  type LawfulBasis,
  type PartName,
  type Relation,
  type RelationKind,
} from '#casework';
import { derivedId } from '#kernel';
import type { RequestedHandling } from '#recording';
import { toStored } from '#sealing';
import { everybody, type Organisation, type Somebody } from './agencies.fixture.js';
import type { Aviary } from './canaries.fixture.js';
import type { World } from './world.fixture.js';

/** An event of a history, with all that decides who may have it. */
export interface Happened {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly caseId: string | null;
  readonly linkId: string | null;
  readonly recorder: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly parts: readonly PartName[];
  readonly handling: RequestedHandling;
  readonly source: 'own-act' | 'childs-account';
  /** Organisations that it is addressed to. */
  readonly addressed: readonly string[];
  readonly relations: readonly Relation[];
}

export interface Act {
  readonly case?: string | null;
  readonly link?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly handling?: RequestedHandling;
  readonly source?: 'own-act' | 'childs-account';
  readonly lawfulBasis?: LawfulBasis;
  readonly relations?: readonly (readonly [RelationKind, Happened | readonly Happened[]])[];
  /** Whoever acts must first see what others recorded. */
  readonly afterOthers?: boolean;
  readonly occurred?: string;
  readonly key?: string;
}

const addressees: Readonly<Record<string, string>> = {
  ReferralMade: 'to',
  ChildWelfareReferralSent: 'to',
  EscalationRaised: 'to',
  ResponsibilityTransferred: 'to',
  DisclosureRequested: 'askedOf',
  DisclosureMade: 'disclosedTo',
  DisclosureRefused: 'refusedTo',
  JoinAccepted: 'organisation',
  JoinDeclined: 'organisation',
};

const purposeOf: Readonly<Partial<Record<string, 'asylum-decision' | 'nrm-decision' | 'court' | 'review'>>> =
  {
    'asylum-casework': 'asylum-decision',
    'competent-authority': 'nrm-decision',
    prosecution: 'court',
    'safeguarding-board': 'review',
  };

export const organisationOf = (person: string): Organisation => {
  const found = everybody.find((one) => one.person === person);
  if (found === undefined) throw new Error(`${person} is nobody.`);
  return found.organisation;
};

export const declared = (type: string): EventDeclaration => {
  const declaration = declarationOf(type);
  if (declaration === undefined) throw new Error(`There is no type ${type}.`);
  return declaration;
};

/** Tells what happens in a world, by real people through the path of every action, with a canary in every field. */
export const history = (world: World, birds: Aviary, named: string) => {
  const happened: Happened[] = [];
  const tick = () => {
    const now = Date.parse(world.clock.now()) + 60_000;
    world.clock.setTo(new Date(now).toISOString());
  };
  const nameOf = (type: string) => `${named}/${type}/${happened.length}`;

  const remember = (
    event: Omit<Happened, 'addressed' | 'parts' | 'handling' | 'source' | 'relations'> &
      Partial<Pick<Happened, 'handling' | 'source' | 'relations'>>,
  ): Happened => {
    const to = event.details[addressees[event.type] ?? ''];
    const known: Happened = {
      handling: {},
      source: 'own-act',
      relations: [],
      ...event,
      parts: [...partsOf(declared(event.type), event.details).keys()],
      addressed: typeof to === 'string' ? [to] : [],
    };
    happened.push(known);
    return known;
  };

  /** Records an action; where it is not `really` told, only its time passes and its canaries are laid. */
  const record = async (person: Somebody, type: string, act: Act = {}, really = true): Promise<Happened> => {
    tick();
    if (act.afterOthers) await world.settle();
    const declaration = declared(type);
    const name = nameOf(type);
    const details = { ...birds.detailsOf(declaration, name), ...act.details };
    for (const [field, value] of Object.entries(details)) if (value === undefined) delete details[field];
    const principal = world.principalOf(person);
    const relations: Relation[] = (act.relations ?? []).flatMap(([kind, to]) =>
      [to].flat().map((one) => ({ kind, event: one.id })),
    );
    const { source = 'own-act', handling = {}, key = `key-${name}` } = act;
    const recorder = principal.organisation;
    if (!really) {
      const id = derivedId(recorder, person, type, key, 0);
      return remember({ name, id, type, caseId: act.case ?? null, linkId: null, recorder, details });
    }
    const recorded = await world.recording.record({
      principal,
      purpose: purposeOf[principal.function] ?? 'safeguarding',
      type,
      caseId: act.case ?? null,
      linkId: act.link ?? null,
      key,
      occurred: act.occurred ?? world.clock.now().slice(0, 10),
      source,
      handling,
      lawfulBasis: act.lawfulBasis ?? null,
      relations,
      details,
      correlation: derivedId('correlation', name),
    });
    if (!recorded.ok) throw new Error(`${name} by ${person}: ${JSON.stringify(recorded.reason)}`);
    const { eventId: id, caseId, linkId } = recorded.value;
    const event = remember({
      ...{ name, id, type, caseId, linkId, recorder, details, handling, source },
      relations,
    });
    if (type === 'ReferralAccepted' || type === 'JoinAccepted') {
      const referred = type === 'ReferralAccepted';
      remember({
        name: nameOf('AgencyJoinedCase'),
        // What follows an action has the next ordinal of its ids.
        id: derivedId(recorder, person, type, key, 1),
        type: 'AgencyJoinedCase',
        caseId,
        linkId: null,
        recorder,
        details: {
          organisation: referred ? recorder : details.organisation,
          through: referred ? 'referral' : 'request',
        },
        handling,
        source,
      });
    }
    return event;
  };

  /** Writes an event whose process is not there yet as that process will: the same header, sealing and append. */
  const append = async (
    type: string,
    {
      stream,
      caseId,
      by,
      details: given = {},
    }: {
      readonly stream: string;
      readonly caseId: string | null;
      readonly by: { readonly organisation: string; readonly person: string };
      readonly details?: Readonly<Record<string, unknown>>;
    },
  ): Promise<Happened> => {
    tick();
    const declaration = declared(type);
    const name = nameOf(type);
    const details = { ...birds.detailsOf(declaration, name), ...given };
    const parts = partsOf(declaration, details);
    const header: EventHeader = {
      id: derivedId('appended', name),
      stream,
      type,
      version: declaration.version,
      caseId,
      recordedBy: { ...by, role: 'system' },
      occurred: world.clock.now().slice(0, 10),
      recordedAt: world.clock.now(),
      source: 'own-act',
      parts: partNames.filter((part) => parts.has(part)),
      handling: openHandling,
      lawfulBasis: null,
      correlation: derivedId('correlation', name),
      causation: null,
      relations: [],
      concerns: concernsOf(declaration, details),
    };
    const { sealed } = await world.sealing.sealParts({ header, retention: declaration.retention, parts });
    const data = toStored({ header, parts: sealed });
    await world.store.append(stream, [{ id: header.id, type, data }], { expected: 'any' });
    return remember({ name, id: header.id, type, caseId, linkId: null, recorder: by.organisation, details });
  };

  return { record, append, happened: happened as readonly Happened[] };
};
export type History = ReturnType<typeof history>;
