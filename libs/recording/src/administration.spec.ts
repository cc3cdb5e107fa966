import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAdministration } from './administration.js';
import { openedRecording } from './recording.fixture.js';

let opened: Awaited<ReturnType<typeof openedRecording>>;
beforeEach(async () => {
  opened = await openedRecording();
});
afterEach(() => opened.close());

const registration = {
  type: 'OrganisationRegistered',
  details: {
    organisation: 'northbridge',
    function: 'children-services',
    name: 'Northbridge Council',
    contactPoint: 'the duty desk',
  },
  key: 'organisation-northbridge',
};

describe('administering the directory', () => {
  it('records an organisation once, however often its file is read', async () => {
    const administration = openAdministration(opened.ports);
    const first = await administration.record(registration);
    const again = await openAdministration(opened.ports).record(registration);
    expect(again).toEqual({ position: first.position, repeated: true });
    expect((await opened.inLog()).map(({ stream, header }) => [stream, header.concerns])).toEqual([
      ['directory', { organisation: 'northbridge', function: 'children-services' }],
    ]);
  });

  it('lets two processes administer at the same time', async () => {
    const one = openAdministration(opened.ports);
    const other = openAdministration(opened.ports);
    await Promise.all(
      [one, other, one, other].map((administration, index) =>
        administration.record({
          ...registration,
          details: { ...registration.details, organisation: `council-${index}` },
          key: `organisation-${index}`,
        }),
      ),
    );
    expect(await opened.inLog()).toHaveLength(4);
  });

  it('refuses what is not of the directory or the policy, and what does not fit its declaration', async () => {
    const administration = openAdministration(opened.ports);
    await expect(administration.record({ ...registration, type: 'ContactReceived' })).rejects.toThrow(
      'not a fact of the directory',
    );
    await expect(administration.record({ ...registration, details: {} })).rejects.toThrow(/organisation/);
    expect(await opened.inLog()).toHaveLength(0);
  });
});
