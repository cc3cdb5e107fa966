import { canariesIn } from './canaries.fixture.js';

/** The canaries that can be read in some bytes: as they are, as UTF-16, in hexadecimal, in base64 wherever it begins. */
export const readableIn = (text: string): readonly string[] => {
  const found = [...canariesIn(text)];
  for (const [match] of text.matchAll(/(?:[0-9a-z]\0){12}/g))
    found.push(...canariesIn(match.replaceAll('\0', '')));
  for (const [match] of text.matchAll(/7a71[0-9a-f]{16}717a/gi))
    found.push(...canariesIn(Buffer.from(match, 'hex').toString('latin1')));
  const digit = '[A-Za-z0-9+/_-]';
  // What `zq` begins with and `qz` ends with, at each of the three places in which base64 can cut them.
  const cuts = [
    `en[EF]${digit}{10}[HXn3]F6`,
    `${digit}[HXn3]px${digit}{11}xe[g-v]${digit}{2}`,
    `${digit}{3}6c[TWX]${digit}{10}cX[o-r]${digit}`,
  ];
  for (const pattern of cuts) {
    for (const { 1: match = '' } of text.matchAll(new RegExp(`(?=(${pattern}))`, 'g')))
      found.push(...canariesIn(Buffer.from(match, 'base64').toString('latin1')));
  }
  return found;
};
