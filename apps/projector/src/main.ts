import { readProjectorConfiguration } from '../../cluster/src/configuration.js';
import { tellable } from '../../cluster/src/tellable.js';
import { runProgram } from '../../programs/src/run-program.js';
import { startProjector } from './start-projector.js';

runProgram({
  service: 'projector',
  configure: () => readProjectorConfiguration(process.env, process.cwd()),
  tellable,
  start: async (configuration, log, shutdown, telemetry) =>
    `The projector runs; its health is on ${await startProjector(configuration, log, shutdown, telemetry)}.\n`,
});
