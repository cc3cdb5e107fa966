import { CannotOpenEventLog } from '../cannot-open.js';

const schemes = ['kurrentdb', 'kurrent', 'kdb', 'esdb'];

/** What the client knows, by the name without case, hyphens and underscores that it compares by. */
const settings = new Map(
  [
    'connectionName',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'maxDiscoverAttempts',
    'tls',
    'tlsCaFile',
    'tlsVerifyCert',
    'userCertFile',
    'userKeyFile',
    // Ours to decide, see `ours`: taken, so that strings written for other programs are usable, and not passed on.
    'defaultDeadline',
    'keepAliveTimeout',
    'nodePreference',
    'throwOnAppendFailure',
  ].map((name) => [name.toLowerCase(), name]),
);
const wholeNumbers = /^(discoveryInterval|gossipTimeout|keepAlive.*|maxDiscoverAttempts)$/;
const ours = /^(defaultDeadline|keepAliveTimeout|nodePreference|throwOnAppendFailure)$/;

const shape =
  /^(?<scheme>[a-z]+)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/?]+):(?<password>[^:@/?]+)@)?(?<hosts>[^/?#@]+)\/?(?:\?(?<query>[^#]*))?$/;
const host = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*)(?::(?<port>\d{1,5}))?$/;

const malformed = () => new CannotOpenEventLog('malformed-url');

const percentDecodes = (text: string | undefined): boolean => {
  try {
    decodeURIComponent(text ?? '');
    return true;
  } catch {
    // `decodeURIComponent` has no other way of saying so, and its message would repeat a password.
    return false;
  }
};

const settingOf = (part: string): [string, string] => {
  const [name = '', value = ''] = part.split(/=(.*)/s);
  const key = settings.get(name.toLowerCase().replace(/[_-]/g, ''));
  if (key === undefined || value === '' || !percentDecodes(value)) throw malformed();
  if (key.startsWith('tls') && key !== 'tlsCaFile' && value !== 'true' && value !== 'false')
    throw malformed();
  if (wholeNumbers.test(key) && !/^-?\d+$/.test(value)) throw malformed();
  if (key === 'tlsVerifyCert' && value === 'false') throw new CannotOpenEventLog('unverified-tls');
  return [key, value];
};

/**
 * The connection string as the client gets it. It is checked here to the last character, since the client prints what
 * it does not understand, password and all; and what the adapter relies on is set, whatever the string says: a wrong
 * revision must be an error, and who writes asks the leader.
 *
 * @throws CannotOpenEventLog
 */
export const connectionStringOf = (url: string, answerMilliseconds: number): string => {
  const groups = shape.exec(url.trim())?.groups;
  const { scheme = '', discover = '', user, password, hosts = '', query = '' } = groups ?? {};
  if (groups === undefined || !schemes.includes(scheme)) throw malformed();
  if (!percentDecodes(user) || !percentDecodes(password)) throw malformed();
  const nodes = hosts.split(',');
  for (const node of nodes) {
    const { port = '2113' } = host.exec(node)?.groups ?? { port: '0' };
    if (Number(port) < 1 || Number(port) > 65_535) throw malformed();
  }
  const given = query === '' ? [] : query.split('&').map(settingOf);
  const passedOn = given.filter(([key]) => !ours.test(key)).map(([key, value]) => `${key}=${value}`);
  const decided = [
    'throwOnAppendFailure=true',
    'nodePreference=leader',
    `defaultDeadline=${answerMilliseconds}`,
  ];
  const credentials = user === undefined ? '' : `${user}:${password}@`;
  // With discovery by name the client looks at the first name only; with a list of nodes it asks each of them.
  const how = nodes.length === 1 ? discover : '';
  return `kurrentdb${how}://${credentials}${nodes.join(',')}?${[...passedOn, ...decided].join('&')}`;
};
