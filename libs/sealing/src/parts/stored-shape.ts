import {
  agencyFunctions,
  caveats,
  lawfulBases,
  partNames,
  relationKinds,
  rolesOf,
  sourceKinds,
  type EventHeader,
  type Handling,
  type Relation,
  type Author,
} from '#casework';
import type { Json } from '#kernel';
import type { SealedPart } from './sealed-part.js';

/** Looks at a value and names what is wrong in it, or gives null. */
type Check = (value: Json | undefined, at: string) => string | null;

const text: Check = (value, at) => (typeof value === 'string' ? null : at);
const textOrNull: Check = (value, at) => (value === null || typeof value === 'string' ? null : at);
const wholeNumber: Check = (value, at) => (Number.isSafeInteger(value) ? null : at);

const oneOf = (values: Iterable<string>): Check => {
  const known = new Set<string>(values);
  return (value, at) => (typeof value === 'string' && known.has(value) ? null : at);
};

const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? null : check(value, at);

const orAbsent =
  (check: Check): Check =>
  (value, at) =>
    value === undefined ? null : check(value, at);

const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return at;
    for (const [index, item] of (value as readonly Json[]).entries()) {
      const mistake = check(item, `${at}[${index}]`);
      if (mistake !== null) return mistake;
    }
    return null;
  };

const isRecord = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const members = <Shape>(checks: Readonly<Record<keyof Shape & string, Check>>): Check => {
  const expected = Object.entries<Check>(checks);
  const known = new Set(expected.map(([name]) => name));
  return (value, at) => {
    if (!isRecord(value)) return at;
    for (const [name, check] of expected) {
      const mistake = check(value[name], at === '' ? name : `${at}.${name}`);
      if (mistake !== null) return mistake;
    }
    return Object.keys(value).every((name) => known.has(name))
      ? null
      : `${at} (a member not known to this version)`;
  };
};

const concern: Check = (value, at) =>
  typeof value === 'string' || typeof value === 'boolean' ? null : listOf(text)(value, at);

const concerns: Check = (value, at) => {
  if (!isRecord(value)) return at;
  for (const [name, one] of Object.entries(value)) {
    const mistake = concern(one, `${at}.${name}`);
    if (mistake !== null) return mistake;
  }
  return null;
};

const part = oneOf(partNames);

const header = members<EventHeader>({
  id: text,
  stream: text,
  type: text,
  version: wholeNumber,
  caseId: textOrNull,
  recordedBy: members<Author>({
    organisation: text,
    person: text,
    role: oneOf(agencyFunctions.flatMap(rolesOf)),
  }),
  occurred: text,
  recordedAt: text,
  source: oneOf(sourceKinds),
  parts: listOf(part),
  handling: members<Handling>({
    caveats: listOf(
      members<Handling['caveats'][number]>({ caveat: oneOf(caveats), parts: orAbsent(listOf(part)) }),
    ),
    releasableTo: orNull(listOf(text)),
    neverTo: listOf(text),
  }),
  lawfulBasis: orNull(oneOf(lawfulBases)),
  correlation: text,
  causation: textOrNull,
  relations: listOf(members<Relation>({ kind: oneOf(relationKinds), event: text })),
  concerns,
});

const sealedPart = members<SealedPart>({ part, key: text, nonce: text, sealed: text });

const stored = members<{ header: unknown; parts: unknown }>({ header, parts: listOf(sealedPart) });

/** The name of the first member that is not as it should be; null where all are. */
export const mistakeInStored = (value: Json): string | null => {
  const mistake = stored(value, '');
  return mistake === '' ? 'the whole' : mistake;
};
