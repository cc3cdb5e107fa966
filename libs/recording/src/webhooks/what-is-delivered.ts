import {
  declarationOf,
  followsNoCases,
  fullContentIsAgreedAt,
  fullContentNotAgreed,
  mostNamedByWebhook,
  noSystemEnrolled,
  type Refusal,
  type WebhookDelivers,
} from '#casework';
import { isId, type OrganisationId, type PersonId } from '#kernel';
import type { Principal } from '#identity';
import type { InvalidField } from '../api.js';
import type { WebhookPorts } from './api.js';

/** What is wrong with what is to be delivered, and where to; the target is looked up. */
export const problemsOfDelivers = async (
  { problemOfTarget }: Pick<WebhookPorts, 'problemOfTarget'>,
  { url, cases, types }: Partial<WebhookDelivers>,
): Promise<readonly InvalidField[]> => {
  const target = url === undefined ? null : await problemOfTarget(url);
  const listed = (field: string, list: readonly string[] | null | undefined): InvalidField[] => {
    if (list == null) return [];
    if (list.length === 0) return [{ field, problem: 'names nothing; leave it out for all' }];
    return list.length > mostNamedByWebhook
      ? [{ field, problem: `may name at most ${mostNamedByWebhook}` }]
      : [];
  };
  return [
    ...(target === null ? [] : [{ field: 'url', problem: target }]),
    ...listed('cases', cases),
    ...listed('types', types),
    ...((cases ?? []).every(isId) ? [] : [{ field: 'cases', problem: 'names something that is no case' }]),
    ...((types ?? []).every(
      (type) => declarationOf(type)?.stream === 'case' || declarationOf(type)?.stream === 'link',
    )
      ? []
      : [{ field: 'types', problem: 'names something that is no type of entry' }]),
  ];
};

/** The software of an organisation as which is read what is delivered: whoever asks where that is it, else the first enrolled. */
export const softwareFor = (
  { directory }: Pick<WebhookPorts, 'directory'>,
  { person, organisation, role }: Principal,
): PersonId | null => {
  if (role === 'system') return person;
  for (const one of directory.people())
    if (one.organisation === organisation && one.role === 'system' && !one.suspended) return one.id;
  return null;
};

/** Why nothing could be delivered to an organisation; null where something can. */
export const refusalOfOrganisation = (
  { purposeOf }: Pick<WebhookPorts, 'purposeOf'>,
  organisation: OrganisationId,
  readsAs: PersonId | null,
): Refusal | null => {
  if (readsAs === null) return noSystemEnrolled;
  return purposeOf(organisation) === null ? followsNoCases : null;
};

/** Why its content may not be what is asked for; null where it may. */
export const refusalOfContent = (
  { known, clock }: Pick<WebhookPorts, 'known' | 'clock'>,
  organisation: OrganisationId,
  content: WebhookDelivers['content'],
): Refusal | null =>
  content === 'thin' || fullContentIsAgreedAt(known.agreement(organisation), clock.now())
    ? null
    : fullContentNotAgreed;
