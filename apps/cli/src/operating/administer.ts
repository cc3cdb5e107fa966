import { readFile } from 'node:fs/promises';
import type { Position } from '#event-store';
import type { Directory } from '#identity';
import { systemClock } from '#kernel';
import { openAdministration } from '#recording';
import { openClusterEngines } from '../../../cluster/src/engines.js';
import type { OperatorCommand, WithKeys } from './command.js';
import { DirectoryFileRefused, readDirectoryFile, type DirectoryEntry } from './directory-file.js';

const patience = { timeoutMs: 30_000 };

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new DirectoryFileRefused([`${file} cannot be read`]);
  }
};

const sameMembers = (one: Iterable<string>, other: Iterable<string>): boolean =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());

/** Whether the directory says what the entry says, as far as it keeps it. */
const stands = (entry: DirectoryEntry, directory: Directory): boolean => {
  switch (entry.type) {
    case 'OrganisationRegistered': {
      const { organisation, name, contactPoint, area = null } = entry.details;
      const now = directory.organisation(organisation);
      const same = now?.function === entry.details.function && now.name === name && now.area === area;
      return same && now.contactPoint === contactPoint;
    }
    case 'IssuerBound': {
      const { issuer, organisations, keySet, algorithms, audience } = entry.details;
      const now = directory.issuer(issuer);
      if (now?.keySet !== keySet || now.audience !== audience) return false;
      return sameMembers(now.organisations, organisations) && sameMembers(now.algorithms, algorithms);
    }
    case 'PersonEnrolled': {
      const { person, organisation, role, name, team, supervisor, vetting } = entry.details;
      const now = directory.person(person);
      if (now === undefined || now.suspended) return false;
      const here = [now.organisation, now.role, now.name, now.team, now.supervisor, now.vetting];
      const wanted = [organisation, role, name, team ?? null, supervisor ?? null, vetting ?? null];
      return here.every((value, index) => value === wanted[index]);
    }
    case 'PersonSuspended': {
      const now = directory.person(entry.details.person);
      return now?.suspended !== false || now.organisation !== entry.details.organisation;
    }
  }
};

/** Those that were recorded before and that something else has replaced since: nobody may take them for the case. */
const replaced = (repeated: readonly DirectoryEntry[], all: readonly DirectoryEntry[], now: Directory) => {
  const suspended = new Set(
    all.flatMap((entry) => (entry.type === 'PersonSuspended' ? [entry.details.person] : [])),
  );
  return repeated.filter(
    (entry) =>
      !(entry.type === 'PersonEnrolled' && suspended.has(entry.details.person)) && !stands(entry, now),
  );
};

const administer =
  (file: string) =>
  async ({ configuration, log, shutdown, telemetry, write }: WithKeys): Promise<number> => {
    const text = await textOf(file);
    const engines = await openClusterEngines(configuration, 'cli', log, shutdown, telemetry);
    const { store, sealing, directory } = engines;
    const entries = readDirectoryFile(text, directory);
    const administration = openAdministration({ store, sealing, clock: systemClock });
    const repeated: DirectoryEntry[] = [];
    let last: Position | undefined;
    for (const entry of entries) {
      const { type, details, key } = entry;
      // Keyed, because the ids of events follow from it, and anybody could try a name against a plain digest.
      const digest = sealing.digestOfInput({ type, details, key });
      const recorded = await administration.record({ type, details, key: `directory-file ${digest}` });
      if (recorded.repeated) repeated.push(entry);
      else last = recorded.position;
    }
    if (last !== undefined) await directory.readyAt(last, patience);
    write(`Recorded: ${entries.length - repeated.length}. Recorded before: ${repeated.length}.\n`);
    const others = replaced(repeated, entries, directory);
    for (const { where } of others)
      write(
        `  ${where}: was recorded before, and something else since. To record it once more, give it another key.\n`,
      );
    return others.length === 0 ? 0 : 1;
  };

export const administerCommand: OperatorCommand = {
  name: 'administer',
  takes: '<file.yaml>',
  does: 'records organisations, issuers and people from a file, each entry once',
  understand: ([file, ...more]) =>
    file === undefined || more.length > 0 ? undefined : { withKeys: administer(file) },
};
