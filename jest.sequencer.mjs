import TestSequencer from '@jest/test-sequencer';

/*
 * What starts the whole product, in several processes or again and again, takes minutes in a few lines, and jest, which
 * takes the biggest file first where it has no times of a run before, would begin it last and then wait for it alone.
 */
const clusters = '/test/cluster/';
const others = ['/test/non-interference/', '/test/end-to-end/', '/test/crash/', '/test/'];

export default class LongestFirst extends TestSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const whole = sorted.filter(({ path }) => path.includes(clusters));
    const rest = sorted.filter(({ path }) => !path.includes(clusters));
    const rank = ({ path }) => {
      const found = others.findIndex((folder) => path.includes(folder));
      return found < 0 ? others.length : found;
    };
    rest.sort((one, other) => rank(one) - rank(other));
    // In turn: a cluster has processes of its own, and two of them at once would take each other's time.
    return whole
      .flatMap((test, index) => [test, ...rest.slice(index, index + 1)])
      .concat(rest.slice(whole.length));
  }
}
