import { types } from 'node:util';

/** A class of errors whose messages are our own words and hold nothing of an event's part. */
export type TellableError = abstract new (...parts: never[]) => Error;

/** What a line says of an error. */
export interface ErrorTold {
  readonly class: string;
  readonly code?: string;
  readonly message?: string;
  /** Where it was made: the frames of the stack without its first lines, which repeat the message. */
  readonly at?: readonly string[];
  readonly cause?: ErrorTold;
}

const deepest = 4;
const frames = 12;
const plainName = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const plain = (text: unknown): text is string => typeof text === 'string' && plainName.test(text);

/**
 * An error of a library may quote what it was given (a parser its text, a database the row), so of an error that is not
 * known to be ours only its class, code and place are told.
 */
export const errorTold = (error: unknown, tellable: readonly TellableError[], depth = 0): ErrorTold => {
  if (!types.isNativeError(error)) return { class: 'not-an-error' };
  const name = error.constructor.name;
  const code = 'code' in error ? error.code : undefined;
  return {
    class: plain(name) ? name : 'Error',
    ...(plain(code) ? { code } : {}),
    ...(tellable.some((kind) => error instanceof kind) ? { message: error.message } : {}),
    at: placesOf(error),
    ...(error.cause !== undefined && depth < deepest
      ? { cause: errorTold(error.cause, tellable, depth + 1) }
      : {}),
  };
};

const placesOf = ({ stack, message }: Error): readonly string[] => {
  if (stack === undefined) return [];
  const after = message === '' ? 0 : stack.indexOf(message);
  // A message that was changed after the error was made stands in the stack as it was before: then nothing is told.
  if (after < 0) return [];
  return stack
    .slice(after + message.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, frames);
};
