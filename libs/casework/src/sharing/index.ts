import {
  DisclosureMade,
  DisclosureRefused,
  DisclosureRequested,
  DisclosureWithheld,
  HandlingChanged,
  RelianceRecorded,
} from './events.js';
import { sharingRules } from './rules.js';

export const sharingProcess = {
  folder: 'sharing',
  title: 'Sharing',
  events: [
    DisclosureRequested,
    DisclosureMade,
    DisclosureRefused,
    DisclosureWithheld,
    HandlingChanged,
    RelianceRecorded,
  ],
  rules: sharingRules,
};
