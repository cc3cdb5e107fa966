import {
  childIsMissing,
  emptyCase,
  evolveCase,
  type CaseState,
  type EventHeader,
  type PeopleState,
} from '#casework';

/** A case as far as visibility depends on it. All of it follows from headers. */
export interface CaseNow {
  readonly state: CaseState;
  readonly people: PeopleState;
  readonly childMissing: boolean;
}

export const beginCase: CaseNow = { state: emptyCase, people: emptyCase.people, childMissing: false };

/** The case after one more event, and whether anything changed on which visibility depends. */
export const evolveCaseNow = (
  kase: CaseNow,
  header: EventHeader,
): { readonly after: CaseNow; readonly changed: boolean } => {
  // The fields on which visibility depends stand in the header; no other is known here, and none is needed.
  const state = evolveCase(kase.state, { header, details: header.concerns });
  const childMissing = childIsMissing(state.missing);
  const changed = state.people !== kase.people || childMissing !== kase.childMissing;
  return { after: { state, people: state.people, childMissing }, changed };
};
