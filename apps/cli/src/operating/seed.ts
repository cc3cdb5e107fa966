import { createHealth } from '#platform';
import { openClusterEngines } from '../../../cluster/src/engines.js';
import { withoutDutyClock } from '../../../programs/src/duty-clock/without-clock.js';
import { answerFromViews } from '../../../programs/src/answer-from-views.js';
import { followViews } from '../../../programs/src/keep-views.js';
import { recordSampleCases } from '../../../standalone/src/samples/record-sample-cases.js';
import { withoutWords, type OperatorCommand, type WithKeys } from './command.js';

/** Sample cases cannot go here; the message says why. */
export class CannotSeed extends Error {
  override readonly name = 'CannotSeed';
}

const seed = async ({ configuration, log, shutdown, telemetry, write }: WithKeys): Promise<number> => {
  const { production, sampleIssuer } = configuration;
  if (production) throw new CannotSeed('NODE_ENV=production takes no fictional cases.');
  if (sampleIssuer === null)
    throw new CannotSeed(
      'Set THROUGHLINE_ISSUER and THROUGHLINE_ISSUER_KEY_SET: who gives tokens to the people of the samples?',
    );
  const engines = await openClusterEngines(configuration, 'cli', log, shutdown, telemetry);
  const views = answerFromViews(engines, followViews(engines, shutdown), createHealth());
  const issuer = { ...sampleIssuer, algorithms: ['ES256', 'RS256'], audience: 'throughline' };
  const { database } = engines;
  const leaseSeconds = configuration.leaseMilliseconds / 1_000;
  const { cases, people } = await withoutDutyClock({ database, leaseSeconds }, () =>
    recordSampleCases(engines, views, issuer),
  );
  write(`${cases.size} sample cases and ${people.length} people are on the record.\n`);
  return 0;
};

export const seedCommand: OperatorCommand = {
  name: 'seed',
  takes: '',
  does: 'records the fictional sample cases; a projector has to run',
  understand: withoutWords({ withKeys: seed }),
};
