import { systemClock } from '#kernel';
import { agreeToFullContent } from '#recording';
import { openClusterEngines } from '../../../cluster/src/engines.js';
import type { OperatorCommand, WithKeys } from './command.js';

const agree =
  (organisation: string, from: string, until: string | null) =>
  async ({ configuration, log, shutdown, telemetry, write }: WithKeys): Promise<number> => {
    const engines = await openClusterEngines(configuration, 'cli', log, shutdown, telemetry);
    const { store, sealing, directory } = engines;
    if (directory.organisation(organisation) === undefined) {
      write('There is no such organisation in the directory.\n');
      return 1;
    }
    const ports = { store, sealing, clock: systemClock };
    const { repeated } = await agreeToFullContent(ports, { organisation, from, until });
    write(
      repeated
        ? 'This is on record already.\n'
        : `Recorded. Webhooks of ${organisation} may hold entries from ${from}${until === null ? '' : ` to ${until}`}.\n`,
    );
    return 0;
  };

export const agreeFullContentCommand: OperatorCommand = {
  name: 'agree-full-content',
  takes: '<organisation> <from> [<to>]',
  does: 'agrees that its webhooks may hold entries, by days; the newest counts',
  understand: ([organisation, from, until = null, ...more]) =>
    organisation === undefined || from === undefined || more.length > 0
      ? undefined
      : { withKeys: agree(organisation, from, until) },
};
