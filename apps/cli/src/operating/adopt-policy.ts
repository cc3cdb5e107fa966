import { systemClock } from '#kernel';
import { openAdministration } from '#recording';
import { openClusterEngines } from '../../../cluster/src/engines.js';
import { adoptNewestPolicy } from '../../../programs/src/policy-in-force.js';
import { withoutWords, type OperatorCommand, type WithKeys } from './command.js';

const adopt = async ({ configuration, log, shutdown, telemetry, write }: WithKeys): Promise<number> => {
  const { store, sealing, policies } = await openClusterEngines(
    configuration,
    'cli',
    log,
    shutdown,
    telemetry,
  );
  const administration = openAdministration({ store, sealing, clock: systemClock });
  const { repeated } = await adoptNewestPolicy(administration, policies);
  const { version } = policies.adoption;
  write(
    repeated
      ? `The sharing policy ${version} was adopted before.\n`
      : `The sharing policy ${version} is adopted, and in force in every process.\n`,
  );
  return 0;
};

export const adoptPolicyCommand: OperatorCommand = {
  name: 'adopt-policy',
  takes: '',
  does: 'adopts the newest sharing policy that this version ships, as those who signed it decided',
  understand: withoutWords({ withKeys: adopt }),
};
