import type { OrganisationId } from '#kernel';
import type { Entry } from './entry.js';
import type { Group } from './group.js';

/*
 * An organisation that left a case sees nothing more of it: what others had addressed to it until then no more than the
 * rest. What is addressed to it afterwards begins anew.
 */

const isLeaving = ({ type }: Entry): boolean => type === 'AgencyLeftCase';

/** Whether an organisation has left the case of an event since that event was recorded. */
export const hasLeftSince = (group: Group, entry: Entry, organisation: OrganisationId): boolean =>
  entry.cases.some((id) =>
    group.byCase
      .get(id)
      ?.some((one) => isLeaving(one) && one.recorder === organisation && one.position > entry.position),
  );

/** What was addressed to the organisation that left with this event; nothing where it is another event. */
export const addressedToWhoLeft = (group: Group, entry: Entry): readonly Entry[] =>
  isLeaving(entry)
    ? entry.cases.flatMap((id) =>
        (group.byCase.get(id) ?? []).filter(({ addressed }) => addressed.includes(entry.recorder)),
      )
    : [];
