import { recordLinkEvents } from './events.js';

export const recordLinksProcess = {
  folder: 'record-links',
  title: 'Links between records',
  events: recordLinkEvents,
};
