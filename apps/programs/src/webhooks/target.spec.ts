import { describe, expect, it } from '@jest/globals';
import { networksIn } from './networks.js';
import { targetOf, type TargetRules } from './target.js';

const nowhere: TargetRules = { networks: networksIn([])!, inClear: false };
const within = (...networks: string[]): TargetRules => ({ networks: networksIn(networks)!, inClear: true });
const never = new AbortController().signal;
const found =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(addresses);
const problemOf = async (url: string, rules = nowhere, addresses = ['93.184.216.34']) => {
  const target = await targetOf(url, rules, found(...addresses), never);
  return target.ok ? null : target.reason;
};

describe('Where deliveries may go', () => {
  it('is a name on the Internet, over TLS, and the address that was looked up', async () => {
    const target = await targetOf('https://hook.example/a?b=c', nowhere, found('93.184.216.34'), never);
    expect(target).toMatchObject({ ok: true, value: { address: '93.184.216.34' } });
    expect(await problemOf('https://hook.example:443/')).toBeNull();
  });

  it.each([
    ['http://hook.example/'],
    ['ftp://hook.example/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['https://user:password@hook.example/'],
    ['https://user@hook.example/'],
    ['https://hook.example/#part'],
    ['https://hook.example:8443/'],
    ['https://hook.example:22/'],
    [`https://hook.example/${'a'.repeat(2_000)}`],
    ['no url at all'],
    [''],
  ])('is not %.60s', async (url) => {
    expect(await problemOf(url)).not.toBeNull();
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '0',
    '１２７.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[fc00::1]',
    '[ff02::1]',
    '[2001:0:7f00:1::]',
    '169.254.169.254',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '100.64.0.1',
    '93.184.216.34',
    '224.0.0.1',
  ])('is no address in place of a name: %s', async (host) => {
    expect(await problemOf(`https://${host}/`)).not.toBeNull();
  });

  it.each([
    '0.0.0.0',
    '10.255.255.255',
    '100.64.0.1',
    '100.100.100.200',
    '127.8.8.8',
    '168.63.129.16',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.0.1',
    '198.18.0.1',
    '203.0.113.7',
    '224.0.0.251',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:93.184.216.34',
    '::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'fe80::1%eth0',
  ])('is no name that leads to %s', async (address) => {
    expect(await problemOf('https://hook.example/', nowhere, [address])).not.toBeNull();
  });

  it.each(['8.8.8.8', '93.184.216.34', '2606:2800:220:1::1', '2a00:1450::1'])(
    'is a name that leads to %s',
    async (address) => {
      expect(await problemOf('https://hook.example/', nowhere, [address])).toBeNull();
    },
  );

  it('is no name of which one address is on the Internet and another is not, nor one that is not found', async () => {
    expect(await problemOf('https://hook.example/', nowhere, ['93.184.216.34', '10.0.0.1'])).not.toBeNull();
    expect(await problemOf('https://hook.example/', nowhere, [])).not.toBeNull();
  });

  it('is inside the networks that the operator lists, by address and port too, and no further', async () => {
    const rules = within('10.1.0.0/16', 'fd12::/16');
    expect(await problemOf('http://10.1.2.3:8080/', rules)).toBeNull();
    expect(await problemOf('https://[fd12::1]:8443/', rules)).toBeNull();
    expect(await problemOf('https://inside.example:8443/', rules, ['10.1.9.9'])).toBeNull();
    expect(await problemOf('http://10.2.0.1/', rules)).not.toBeNull();
    expect(await problemOf('https://inside.example/', rules, ['10.1.9.9', '10.2.0.1'])).not.toBeNull();
  });

  it('is set by networks that are networks', () => {
    for (const none of [
      '10.0.0.0',
      '10.0.0.0/33',
      '10.0.0/8',
      'fd00::/129',
      'name/8',
      '10.0.0.0/8/8',
      '10.0.0.0/',
    ])
      expect([none, networksIn([none])]).toEqual([none, undefined]);
  });
});
