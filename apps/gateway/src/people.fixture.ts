import type { Principal } from '#identity';

export const officer: Principal = {
  person: 'officer-one',
  organisation: 'northshire-police',
  function: 'police',
  role: 'investigator',
  team: null,
  supervisor: null,
  vetting: null,
  acr: null,
  author: {
    person: 'officer-one',
    organisation: 'northshire-police',
    function: 'police',
    role: 'investigator',
  },
};

export const boardManager: Principal = {
  ...{ person: 'manager-one', organisation: 'northshire-board', function: 'safeguarding-board' as const },
  ...{ role: 'board-manager' as const, team: null, supervisor: null, vetting: null, acr: null },
  author: {
    ...{ person: 'manager-one', organisation: 'northshire-board', role: 'board-manager' as const },
    function: 'safeguarding-board',
  },
};
