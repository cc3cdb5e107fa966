import { inColumns } from './columns.js';
import type { ListedPerson } from './service.js';

type Shown = Pick<ListedPerson, 'handle' | 'role' | 'organisation' | 'purposes'>;

const words = (code: string): string => code.replaceAll('-', ' ');

/** One line for each person, by the functions of their organisations: handle, role, organisation, purposes. */
export const peopleTable = (people: readonly Shown[]): readonly string[] => {
  const functions = [...new Set(people.map(({ organisation }) => organisation.function))];
  const rows = functions.flatMap((agency) =>
    people
      .filter(({ organisation }) => organisation.function === agency)
      .map(({ handle, role, organisation, purposes }, position) => [
        position === 0 ? words(agency) : '',
        handle,
        words(role),
        organisation.name,
        purposes.join(', '),
      ]),
  );
  return inColumns(rows);
};
