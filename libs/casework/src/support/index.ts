import { ChildDisclosureRecorded, ChildViewRecorded } from './childs-account-events.js';
import { GuardianAppointed, GuardianEnded, GuardianReferralDeclined } from './guardian-events.js';
import { HealthAttendanceRecorded, SchoolAbsenceRecorded } from './health-and-school-events.js';
import { supportRules } from './rules.js';

export const supportProcess = {
  folder: 'support',
  title: 'Guardian, charity, health and school',
  events: [
    GuardianAppointed,
    GuardianEnded,
    GuardianReferralDeclined,
    ChildDisclosureRecorded,
    ChildViewRecorded,
    HealthAttendanceRecorded,
    SchoolAbsenceRecorded,
  ],
  rules: supportRules,
};
