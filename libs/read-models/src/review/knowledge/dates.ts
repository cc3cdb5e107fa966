import type { Occurred } from '#kernel';

const knownToTheDay = /^\d{4}-\d{2}-\d{2}(?:T[^/]*)?$/;
const knownToTheInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[^/]*$/;

/** Whether it is not known on which day it happened: only a month, an interval, or about then. */
export const isUncertain = ({ text }: Pick<Occurred, 'text'>): boolean =>
  !knownToTheDay.test(text) || /[?~%X]/.test(text);

/** Whether the time of day is known. */
export const isExact = ({ text }: Pick<Occurred, 'text'>): boolean =>
  knownToTheInstant.test(text) && !/[?~%X]/.test(text);
