import { parse } from 'yaml';
import type { Json } from '#kernel';
import type { Change } from './change.js';

/** Words for people; a change of them is none of the contract. */
const words = new Set(['description', 'summary', 'title', 'version']);

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values of a set, such as `required` and `enum`, may be added to and never lose one. */
const lostFrom = (before: readonly Json[], after: Json | undefined): readonly Json[] => {
  const left = new Set(Array.isArray(after) ? after.map((value) => JSON.stringify(value)) : []);
  return before.filter((value) => !left.has(JSON.stringify(value)));
};

function* differences(path: string, before: Json, after: Json | undefined): Generator<string> {
  if (after === undefined) {
    yield `${path} is not there any more`;
  } else if (Array.isArray(before)) {
    for (const value of lostFrom(before, after)) yield `${path} has lost ${JSON.stringify(value)}`;
  } else if (isObject(before)) {
    for (const [name, value] of Object.entries(before)) {
      if (words.has(name) && typeof value === 'string') continue;
      yield* differences(`${path}/${name}`, value, isObject(after) ? after[name] : undefined);
    }
  } else if (before !== after) {
    yield `${path} was ${JSON.stringify(before)} and is ${JSON.stringify(after)}`;
  }
}

/** A message names the newest version of a type; the same type in an older one is superseded, and its schema stays. */
const typeOf = (message: string): string => message.replace(/\.v\d+$/, '');

const forms = ['channels', 'operations', 'components'] as const;

/** What who built on the document released would miss: every channel, operation, message and field of it. */
export const changesOfAsyncapi = (released: string, now: string): readonly Change[] => {
  const [before, after] = [released, now].map((text) => parse(text, { maxAliasCount: 0 }) as Json);
  if (!isObject(before) || !isObject(after)) throw new Error('An AsyncAPI document must be an object.');
  const messages =
    isObject(after.components) && isObject(after.components.messages) ? after.components.messages : {};
  const types = new Set(
    Object.keys(messages)
      .filter((name) => /\.v\d+$/.test(name))
      .map(typeOf),
  );
  const superseded = (what: string): boolean => {
    const missing = /\/messages\/([\w.-]+\.v\d+) is not there any more$/.exec(what)?.[1];
    const lost = /\/messages has lost .*\/([\w.-]+\.v\d+)"\}$/.exec(what)?.[1];
    const name = missing ?? lost;
    return name !== undefined && types.has(typeOf(name));
  };
  return forms
    .flatMap((form) => [...differences(`#/${form}`, before[form] ?? {}, after[form])])
    .map((what) => ({
      contract: 'AsyncAPI',
      severity: superseded(what) ? 'dangerous' : 'breaking',
      what,
    }));
};
