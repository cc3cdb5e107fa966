import type { FollowOn } from '../decision/process.js';
import { AgencyJoinedCase, JoinAccepted, peopleEvents } from './events.js';
import { peopleRules } from './rules.js';

const acceptanceJoins: FollowOn = {
  after: JoinAccepted,
  event: AgencyJoinedCase,
  details: ({ details }) => ({ organisation: details.organisation, through: 'request' }),
};

export const peopleProcess = {
  folder: 'people-on-the-case',
  title: 'People on the case',
  events: peopleEvents,
  rules: peopleRules,
  followOns: [acceptanceJoins],
};
