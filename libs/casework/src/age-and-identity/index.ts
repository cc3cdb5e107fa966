import { ageAndIdentityEvents } from './events.js';
import { ageRules } from './rules.js';

export const ageAndIdentityProcess = {
  folder: 'age-and-identity',
  title: 'Age and identity',
  events: ageAndIdentityEvents,
  rules: ageRules,
};
