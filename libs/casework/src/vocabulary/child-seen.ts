import { code } from '../declaration/kinds.js';

/** Whether the child was seen, and alone: a board's first question of every visit and interview. */
export const childSeen = () => code('ChildSeen', ['alone', 'with-others', 'not-seen']);
