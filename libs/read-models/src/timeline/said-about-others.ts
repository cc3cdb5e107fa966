import { noParts, partNames, partSet, type EventHeader, type PartName, type PartSet } from '#casework';
import type { OrganisationId } from '#kernel';
import type { Entry, HandlingNow } from './entry.js';
import type { Group } from './group.js';
import { withThoseSpeakingOf } from './speaking-of-others.js';

/*
 * Events that change who may have another event. Each is only heeded where its recorder is entitled to it as far as
 * headers tell: the recorder of the other event and, for one thing, the child's guardian.
 */

type Effect = (target: Entry, header: EventHeader, group: Group) => boolean;

const isRecorder = (target: Entry, header: EventHeader): boolean =>
  target.recorder === header.recordedBy.organisation;

const idsIn = (header: EventHeader, field: string): readonly string[] => {
  const value = header.concerns[field];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};

const idIn = (header: EventHeader, field: string): string | null => {
  const value = header.concerns[field];
  return typeof value === 'string' ? value : null;
};

const partsIn = (header: EventHeader, field: string): PartSet => {
  const known: ReadonlySet<string> = new Set(partNames);
  return partSet(idsIn(header, field).filter((part): part is PartName => known.has(part)));
};

const saidOf = (header: EventHeader, present: PartSet): HandlingNow => ({
  covert: header.concerns.covert === true,
  notForImmigration: partsIn(header, 'notForImmigration') & present,
  releasableTo: header.concerns.releaseLimited === true ? idsIn(header, 'releasableTo') : null,
  neverTo: [...idsIn(header, 'neverToOrganisations'), ...idsIn(header, 'neverToPeople')],
});

const isGuardian = (target: Entry, header: EventHeader, group: Group): boolean =>
  target.cases.some((id) => group.cases.get(id)?.people.guardian?.person === header.recordedBy.person);

const handlingChanged: Effect = (target, header, group) => {
  const said = saidOf(header, target.present);
  if (isRecorder(target, header)) target.handling = said;
  else if (isGuardian(target, header, group)) {
    // The child's guardian may release what the child said of itself, and can change nothing else.
    const released = target.handling.notForImmigration & said.notForImmigration;
    target.handling = { ...target.handling, notForImmigration: released };
  } else return false;
  return true;
};

const retracted: Effect = (target, header) => {
  if (!isRecorder(target, header) || header.concerns.reason !== 'wrong-child') return false;
  target.recorderAndBoardOnly = true;
  return true;
};

const withParts = (
  sets: ReadonlyMap<OrganisationId, PartSet> | null,
  organisation: OrganisationId,
  change: (before: PartSet) => PartSet,
): ReadonlyMap<OrganisationId, PartSet> =>
  new Map(sets).set(organisation, change(sets?.get(organisation) ?? noParts));

const disclosed: Effect = (target, header) => {
  const to = idIn(header, 'disclosedTo');
  if (to === null || !isRecorder(target, header)) return false;
  const parts = partsIn(header, 'partsDisclosed') & target.present;
  target.disclosed = withParts(target.disclosed, to, (before) => before | parts);
  if (target.held !== null) target.held = withParts(target.held, to, (before) => before & ~parts);
  return true;
};

/** Where the header names no parts, all of them are held. */
const heldFrom = (
  parts: string,
  organisations: (header: EventHeader) => readonly OrganisationId[],
): Effect => {
  return (target, header) => {
    if (!isRecorder(target, header)) return false;
    const named = Array.isArray(header.concerns[parts]) ? partsIn(header, parts) : target.present;
    for (const from of organisations(header))
      target.held = withParts(target.held, from, (before) => before | (named & target.present));
    return true;
  };
};

const refused = heldFrom('partsRefused', (header) => {
  const to = idIn(header, 'refusedTo');
  return to === null ? [] : [to];
});
const withheld = heldFrom('partsWithheld', (header) => idsIn(header, 'withheldFrom'));

const effects: ReadonlyMap<string, { readonly by: string; readonly effect: Effect }> = new Map([
  ['HandlingChanged', { by: 'about', effect: handlingChanged }],
  ['EventRetracted', { by: 'withdraws', effect: retracted }],
  ['DisclosureMade', { by: 'discloses', effect: disclosed }],
  ['DisclosureRefused', { by: 'about', effect: refused }],
  ['DisclosureWithheld', { by: 'about', effect: withheld }],
]);

/**
 * Folds what an event says about the visibility of others; answers those of which it may have changed: what it speaks
 * of, what speaks of that in turn, and what speaks of events that have only now come into the same group.
 */
export const foldSaidAboutOthers = (group: Group, header: EventHeader): readonly Entry[] => {
  const kind = effects.get(header.type);
  const changed: Entry[] = [...group.reunited];
  for (const relation of header.relations) {
    const target = relation.kind === kind?.by ? group.byId.get(relation.event) : undefined;
    if (target !== undefined && kind?.effect(target, header, group) === true) changed.push(target);
  }
  return withThoseSpeakingOf(group, changed);
};
