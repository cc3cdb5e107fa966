import type { CaseId } from '#kernel';
import type { SharingPolicies, SharingPolicy } from '#sharing-policy';
import { emptyGroup, mergeGroups, type Group } from '../../timeline/group.js';
import { emptyView, type View } from '../../timeline/view.js';
import { whatAnOrganisationMayHave } from '../../timeline/what-an-organisation-may-have.js';

/** The groups of a history as they grow together: events of cases that no link had named yet do not know of one another. */
export const growingGroups = () => {
  const groups = new Map<CaseId, Group>();
  return {
    /** The one group of these cases from now on. */
    together: (cases: readonly CaseId[]): Group => {
      const only = cases.length === 1 ? groups.get(cases[0]!) : undefined;
      if (only !== undefined) return only;
      const found = new Set(cases.map((id) => groups.get(id)).filter((group) => group !== undefined));
      const group = found.size === 0 ? emptyGroup() : mergeGroups([...found]);
      for (const id of [...cases, ...group.cases.keys()]) groups.set(id, group);
      return group;
    },
    of: (caseId: CaseId): Group | undefined => groups.get(caseId),
    all: (): readonly Group[] => [...new Set(groups.values())],
  };
};

/** Under what a history is decided: the policies that were in force, or one of them from its beginning to its end. */
export interface DecidedUnder {
  readonly policies: SharingPolicies;
  readonly throughout: SharingPolicy | null;
}

export const asItWas = (policies: SharingPolicies): DecidedUnder => ({ policies, throughout: null });

export const throughout = (policy: SharingPolicy, policies: SharingPolicies): DecidedUnder => ({
  policies: { ...policies, byVersion: () => policy },
  throughout: policy,
});

/** The view before the first event. */
export const viewUnder = ({ throughout: policy }: DecidedUnder): View => {
  const view = emptyView();
  if (policy === null) return view;
  view.policy = policy;
  view.mayHave = whatAnOrganisationMayHave(policy);
  return view;
};
