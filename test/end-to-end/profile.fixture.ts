/** The chapters are told in both profiles, by a spec for each. */
export type Profile = 'embedded' | 'cluster';

const chosen = 'PROFILE_UNDER_TEST';

/** Chooses, before the chapters are imported. */
export const underTest = (profile: Profile): void => {
  process.env[chosen] = profile;
};

export const profileUnderTest = (): Profile => (process.env[chosen] === 'cluster' ? 'cluster' : 'embedded');
