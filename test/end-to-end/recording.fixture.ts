import { declarationOf, type Purpose, type Shape } from '#casework';
import type { CaseId, EventId } from '#kernel';
import { codeName } from '../../apps/gateway/src/schema/names.js';
import type { Answer, Throughline } from '../throughline.fixture.js';
import { actionOf } from './samples.fixture.js';

export interface Act {
  readonly as: string;
  readonly purpose?: Purpose;
  readonly type: string;
  /** Without it the action begins a case. */
  readonly on?: string;
  readonly link?: string;
  readonly key?: string;
  readonly occurred?: string;
  readonly source?: string;
  readonly lawfulBasis?: string;
  readonly handling?: Readonly<Record<string, unknown>>;
  readonly relations?: Readonly<Record<string, readonly string[]>>;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Recorded {
  readonly eventId: EventId;
  readonly caseId: CaseId | null;
  readonly linkId: string | null;
  readonly position: string;
  readonly recordedAt: string;
  readonly inForce: boolean | null;
  readonly repeated: boolean;
}

/** Codes as the catalogue has them, given the names that the schema has for them. */
const asInput = (value: unknown, shape: Shape): unknown => {
  if (value === null || value === undefined) return value;
  if (shape.is === 'code') return codeName(value as string);
  if (shape.is === 'list') return (value as readonly unknown[]).map((item) => asInput(item, shape.of));
  if (shape.is !== 'group') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      shape.fields[name] === undefined ? member : asInput(member, shape.fields[name].shape),
    ]),
  );
};

let keys = 0;

/** Sends an action as an agency's own system would; the answer as it came. */
export const attempt = (throughline: Throughline, act: Act): Promise<Answer> => {
  const {
    as,
    purpose,
    type,
    on,
    link,
    occurred = '2024-05-01',
    source,
    lawfulBasis,
    handling,
    relations = {},
    details,
  } = act;
  const declaration = declarationOf(type);
  if (declaration?.action == null) throw new Error(`Nobody records ${type}.`);
  keys += 1;
  const query = `mutation ($action: ActionInput!, $details: ${type}Input!) {
    recorded: ${declaration.action}(action: $action, details: $details) {
      eventId caseId linkId position recordedAt inForce repeated
    }
  }`;
  const action = {
    key: act.key ?? `end-to-end-${keys}`,
    occurred,
    ...(on === undefined ? {} : { caseId: on }),
    ...(link === undefined ? {} : { linkId: link }),
    ...(source === undefined ? {} : { source }),
    ...(lawfulBasis === undefined ? {} : { lawfulBasis: codeName(lawfulBasis) }),
    ...(handling === undefined ? {} : { handling }),
    relations: Object.entries(relations).flatMap(([kind, events]) =>
      events.map((eventId) => ({ kind: codeName(kind), eventId })),
    ),
  };
  const input = Object.fromEntries(
    Object.entries(details).map(([name, value]) => {
      const field = declaration.fields[name];
      return [name, field === undefined ? value : asInput(value, field.kind.shape)];
    }),
  );
  return throughline.ask({
    as,
    ...(purpose === undefined ? {} : { purpose }),
    query,
    variables: { action, details: input },
  });
};

/** Records an action; throws where it was refused. */
export const record = async (throughline: Throughline, act: Act): Promise<Recorded> => {
  const { json, body } = await attempt(throughline, act);
  const recorded = json.data?.recorded as Recorded | null | undefined;
  if (recorded === undefined || recorded === null) throw new Error(`${act.as}, ${act.type}: ${body}`);
  return recorded;
};

/** What an action of the stories says, with some of it said otherwise, to be said of another child. */
export const like = (label: string, otherwise: Readonly<Record<string, unknown>> = {}) => {
  const { declaration, details } = actionOf(label);
  return { type: declaration.type, details: { ...details, ...otherwise } };
};

/** A case that Lantern opens for a child whom Amina supports. */
export const openCase = async (throughline: Throughline) => {
  const opened = await record(throughline, { as: 'amina-lantern', ...like('m15') });
  const caseId = opened.caseId!;
  const allocated = await record(throughline, { as: 'amina-lantern', on: caseId, ...like('m15-worker') });
  return { caseId, opened, allocated };
};

/** Records, and waits until the views have it, for others to read. */
export const recordAndSettle = async (throughline: Throughline, act: Act): Promise<Recorded> => {
  const recorded = await record(throughline, act);
  const query = `{ cases(first: 1, atLeast: "${recorded.position}") { edges { cursor } } }`;
  const { json, body } = await throughline.ask({
    as: act.as,
    ...(act.purpose === undefined ? {} : { purpose: act.purpose }),
    query,
  });
  if (json.errors !== undefined) throw new Error(`${act.as} waited in vain: ${body}`);
  return recorded;
};

/** Refers the child of a case to an organisation. */
export const refer = (throughline: Throughline, on: CaseId, to: string) =>
  recordAndSettle(throughline, { as: 'amina-lantern', on, ...like('m15-to-northbridge', { to }) });

/** Lets somebody's organisation join a case, by a referral that it accepts. */
export const join = async (
  throughline: Throughline,
  on: CaseId,
  as: string,
  purpose: Purpose = 'safeguarding',
) => {
  const { organisation } = throughline.directory.person(as)!;
  const { eventId } = await refer(throughline, on, organisation);
  const relations = { about: [eventId] };
  return recordAndSettle(throughline, { as, purpose, on, ...like('m15-northbridge-accepts'), relations });
};
