import { readFeedConfiguration } from '../../cluster/src/configuration.js';
import { tellable } from '../../cluster/src/tellable.js';
import { runProgram } from '../../programs/src/run-program.js';
import { FeedCertificateUnusable } from './serve/credentials.js';
import { startFeed } from './start-feed.js';

runProgram({
  service: 'feed',
  configure: () => readFeedConfiguration(process.env, process.cwd()),
  tellable: [...tellable, FeedCertificateUnusable],
  start: async (configuration, log, shutdown, telemetry) => {
    const { feed, operations } = await startFeed(configuration, log, shutdown, telemetry);
    return `The feed listens on ${feed}; its health is on ${operations}.\n`;
  },
});
