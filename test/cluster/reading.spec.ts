import { describe, it } from '@jest/globals';
import { postgresServer } from '#platform/testing';
import { underTest } from '../end-to-end/profile.fixture.js';

// The same chapters as in the embedded profile, asked of gateways and projectors in processes of their own.
underTest('cluster');
if (postgresServer === undefined)
  describe.skip('the cluster profile (needs POSTGRES_URL)', () => it('is asked the same', () => undefined));
else await import('../end-to-end/reading.spec.js');
