import { derivedId } from '#kernel';
import type { Answer, Asking, Throughline } from '../throughline.fixture.js';

/** An id of no case at all. */
export const unknownCase = derivedId('no case');

/** Asks for one root field; `$id` is there where it is used. */
export const asked = (throughline: Throughline, { query, ...asking }: Asking): Promise<Answer> => {
  const variables = query.includes('$id') ? '($id: ID!)' : '';
  return throughline.ask({ ...asking, query: `query ${variables} { ${query} }` });
};

/** The code with which all was refused; undefined where something was answered. */
export const refusalOf = ({ json: { data, errors } }: Answer): unknown =>
  data !== undefined && data !== null && Object.values(data).some((value) => value !== null)
    ? undefined
    : errors?.[0]?.extensions.code;
