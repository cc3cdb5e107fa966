import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { LogLevel } from '../configuration.js';
import { ConfigurationRefused } from '../settings.js';
import { DataFolderUnusable } from '../data-folder.js';
import { DatabaseUnusable } from '../database/database-errors.js';
import { currentCorrelation } from '../telemetry/under-way.js';
import type { TellableError } from './error-told.js';
import { lineFields, type Literal, type SafeFields } from './safe-fields.js';

export type { TellableError } from './error-told.js';
export type { Literal, SafeFields } from './safe-fields.js';

type Say = <const Text extends string>(message: Literal<Text>, fields?: SafeFields) => void;

/**
 * Writes lines that hold codes, ids, counts and durations, and nothing that anybody wrote about a child. A line that is
 * written while a request is answered has its correlation.
 */
export interface Logger {
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
  /** For what the process does not survive. */
  readonly fatal: Say;
  /** The same logger with fields that every line of it has, such as the correlation of a request. */
  readonly with: (fields: SafeFields) => Logger;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Classes of errors whose messages may stand in the log, besides those of this library. */
  readonly tellable?: readonly TellableError[];
  /** Where the JSON lines go; stdout unless told. */
  readonly destination?: DestinationStream;
}

export const createLogger = ({ level, tellable = [], destination }: LoggerOptions): Logger => {
  const options = {
    level,
    base: undefined,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // Written at once: the last lines before a crash are those that are needed.
  const lines = pino(options, destination ?? pino.destination({ fd: 1, sync: true }));
  return loggerOn(lines, [ConfigurationRefused, DataFolderUnusable, DatabaseUnusable, ...tellable], false);
};

/** @param isCorrelated whether every line of it has a correlation of its own */
const loggerOn = (lines: Pino, tellable: readonly TellableError[], isCorrelated: boolean): Logger => {
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Say =>
    (message: string, fields: SafeFields = {}) => {
      if (!lines.isLevelEnabled(level)) return;
      const correlation = isCorrelated ? undefined : currentCorrelation();
      const all = correlation === undefined ? fields : { correlation, ...fields };
      lines[level](lineFields(all, tellable), message);
    };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('fatal'),
    with: (fields) =>
      loggerOn(
        lines.child(lineFields(fields, tellable)),
        tellable,
        isCorrelated || fields.correlation !== undefined,
      ),
  };
};
