import { describeEventStoreConformance } from '#event-store/conformance';
import { impatient, serveLog } from './log-server.fixture.js';

const timeouts = { ...impatient, answerMilliseconds: 2_000 };

const open = async () => {
  const log = await serveLog();
  return { ...log, openAgain: log.open, store: await log.open({ timeouts }) };
};

describeEventStoreConformance('KurrentDB, in front of the log server of the tests,', open, {
  reopen: async (log) => {
    await log.stop();
    await log.start();
    return { ...log, store: await log.openAgain({ timeouts }) };
  },
  interrupt: (log) => log.stop(),
  restore: (log) => log.start(),
});
