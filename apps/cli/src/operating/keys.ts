import { openDataKeyTable, rewrapDataKeys, WrongKeyEncryptionKey, type DataKeyStore } from '#sealing';
import { openClusterDatabase } from '../../../cluster/src/engines.js';
import { openKeys } from '../../../cluster/src/keys.js';
import { inColumns } from '../columns.js';
import { withoutWords, type OperatorCommand, type WithKeys, type WithoutKeys } from './command.js';
import { displayProgress } from './display-progress.js';

const dataKeysOf = async ({ configuration, log, shutdown }: WithoutKeys): Promise<DataKeyStore> =>
  openDataKeyTable(await openClusterDatabase(configuration, 'cli', log, shutdown));

const counted = (byKek: ReadonlyMap<string, number>): string => {
  const rows = [...byKek].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = inColumns([
    ['data keys', 'wrapped under'],
    ...rows.map(([kek, keys]) => [String(keys), kek]),
  ]);
  return `${lines.join('\n')}\n`;
};

const count = async (operating: WithoutKeys): Promise<number> => {
  operating.write(counted(await (await dataKeysOf(operating)).countByKek()));
  return 0;
};

const rewrap = async (operating: WithKeys): Promise<number> => {
  const { configuration, write, screen, interruption } = operating;
  const store = await dataKeysOf(operating);
  const provider = await openKeys(configuration);
  // Under another key every data key would seem to be damaged.
  for (const kek of (await store.countByKek()).keys())
    if (!provider.knows(kek)) throw new WrongKeyEncryptionKey();
  const display = displayProgress(screen, write, 'data keys');
  const done = await rewrapDataKeys({
    ...{ store, provider, signal: interruption() },
    onStep: ({ done: taken, of }) => display.show([{ name: 'rewrapped', taken, of, done: taken >= of }]),
  }).finally(display.end);
  write(`${done.wrappedAgain} data keys were wrapped again; the newest version is ${done.newest}.\n`);
  write(counted(done.byKek));
  for (const id of done.unusable) write(`The data key ${id} is unusable; it was left as it is.\n`);
  write(
    done.left === 0
      ? 'None is left under an older version.\n'
      : `${done.left} are left under an older version, ${done.unusable.length} of them unusable. Ask again to go on.\n`,
  );
  return done.left === 0 ? 0 : 1;
};

export const keysCommand: OperatorCommand = {
  name: 'keys',
  takes: '',
  does: 'counts the data keys under each version of the key-encryption key',
  understand: withoutWords({ withoutKeys: count }),
};

export const rewrapKeysCommand: OperatorCommand = {
  name: 'keys rewrap',
  takes: '',
  does: 'wraps every data key again under the newest version; it may be ended and begun again',
  understand: withoutWords({ withKeys: rewrap }),
};
