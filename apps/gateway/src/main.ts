import 'reflect-metadata';
import { readClusterConfiguration } from '../../cluster/src/configuration.js';
import { tellable } from '../../cluster/src/tellable.js';
import { runProgram } from '../../programs/src/run-program.js';
import { startGateway } from './start-gateway.js';

runProgram({
  service: 'gateway',
  configure: () => readClusterConfiguration(process.env, process.cwd()),
  tellable,
  start: async (configuration, log, shutdown, telemetry) =>
    `The gateway listens on ${await startGateway(configuration, log, shutdown, telemetry)}.\n`,
});
