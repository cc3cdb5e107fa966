import { afterEach, describe, expect, it } from '@jest/globals';
import { ExpectationFailed, OutcomeUnknown, type EventStore } from '#event-store';
import { openDuties, openRecording, openStreams } from '#recording';
import { contact, openedRecording } from '../recording.fixture.js';

let opened: Awaited<ReturnType<typeof openedRecording>>;
afterEach(() => opened.close());

/** A contact on a Tuesday: who received it has to decide what is to be done by the end of the Wednesday. */
const begun = async (watched?: (store: EventStore) => EventStore) => {
  opened = await openedRecording(watched);
  const answer = await opened.recording.record(contact({ occurred: '2010-11-02' }));
  if (!answer.ok || answer.value.caseId === null) throw new Error('The contact was not recorded.');
  return answer.value.caseId;
};
const types = async () => (await opened.inLog()).map(({ type }) => type);

describe('looking at the clocks of a case', () => {
  it('records the deadline that a contact sets, and tells when it passes', async () => {
    const caseId = await begun();
    const look = await openDuties(opened.ports).look(caseId);
    const log = await opened.inLog();
    expect(log.map(({ type }) => type)).toEqual(['ContactReceived', 'DeadlineSet']);
    expect(look).toEqual({
      recorded: ['DeadlineSet'],
      lookAgainAt: '2010-11-04T00:00:00.000Z',
      open: [
        expect.objectContaining({
          set: log[1]!.header.id,
          duty: 'referral-decision',
          responsible: 'northbridge',
          due: '2010-11-03T23:59:59.999Z',
          missed: false,
        }),
      ],
      position: log[1]!.position,
    });
    expect(log[1]!.header).toMatchObject({
      recordedBy: { organisation: 'throughline', person: 'throughline', role: 'system' },
      recordedAt: '2010-11-02T10:00:00.000Z',
      relations: [{ kind: 'about', event: log[0]!.header.id }],
    });
  });

  it('records nothing by looking again', async () => {
    const caseId = await begun();
    const first = await openDuties(opened.ports).look(caseId);
    expect(await openDuties(opened.ports).look(caseId)).toEqual({ ...first, recorded: [] });
    expect(await types()).toEqual(['ContactReceived', 'DeadlineSet']);
  });

  it('records at the first look after it that the time has passed, with the time at which it did', async () => {
    const caseId = await begun();
    const duties = openDuties(opened.ports);
    await duties.look(caseId);
    opened.clock.setTo('2010-11-03T23:59:59.999Z');
    expect((await duties.look(caseId)).recorded).toEqual([]);
    opened.clock.setTo('2010-12-24T08:00:00.000Z');
    const late = await duties.look(caseId);
    expect([late.recorded, late.lookAgainAt, late.open.map(({ missed }) => missed)]).toEqual([
      ['DeadlineMissed'],
      null,
      [true],
    ]);
    const missed = (await opened.inLog()).at(-1)!.header;
    expect(missed.occurred.slice(0, 10)).toBe('2010-11-04');
    expect(missed.recordedAt).toBe('2010-12-24T08:00:00.000Z');
  });

  it('answers for a case that is not there that there is nothing to do', async () => {
    await begun();
    const look = await openDuties(opened.ports).look('00000000-0000-4000-8000-000000000000');
    expect(look).toEqual({ recorded: [], lookAgainAt: null, open: [], position: null });
  });

  it('records once where several processes look at the same time', async () => {
    const caseId = await begun();
    const processes = Array.from({ length: 6 }, () => openDuties(opened.ports));
    const looks = await Promise.all(processes.map((duties) => duties.look(caseId)));
    expect(looks.flatMap(({ recorded }) => recorded)).toEqual(['DeadlineSet']);
    expect(new Set(looks.map(({ lookAgainAt }) => lookAgainAt)).size).toBe(1);
    expect(await types()).toEqual(['ContactReceived', 'DeadlineSet']);
  });

  it('records once where it is not told whether it was recorded', async () => {
    let lost = 0;
    const caseId = await begun((store) => ({
      ...store,
      append: async (stream, events, expectation) => {
        const appended = await store.append(stream, events, expectation);
        if (events[0]?.type === 'DeadlineSet' && (lost += 1) === 1) throw new OutcomeUnknown(stream, 'lost');
        return appended;
      },
    }));
    await openDuties(opened.ports).look(caseId);
    expect(lost).toBe(1);
    expect(await types()).toEqual(['ContactReceived', 'DeadlineSet']);
  });

  it('decides anew where somebody else wrote first, and gives up where they go on writing', async () => {
    let writes = 0;
    let caseId = '';
    const eager = (most: number) => (store: EventStore) => ({
      ...store,
      append: async (...[stream, events, expectation]: Parameters<EventStore['append']>) => {
        if (events[0]?.type === 'DeadlineSet' && writes < most) {
          writes += 1;
          const said = contact({ caseId, key: `front-desk-${1000 + writes}`, occurred: '2010-11-02' });
          await openRecording({ ...opened.ports, store }).record(said);
        }
        return store.append(stream, events, expectation);
      },
    });
    caseId = await begun(eager(2));
    const look = await openDuties(opened.ports).look(caseId);
    // Each of the three contacts has a clock of its own, all of them due on the same day.
    expect(look.recorded).toEqual(['DeadlineSet', 'DeadlineSet', 'DeadlineSet']);
    await opened.close();
    writes = 0;
    caseId = await begun(eager(Infinity));
    await expect(openDuties(opened.ports).look(caseId)).rejects.toThrow(ExpectationFailed);
  });

  it('records nothing with a time before the last of the case, though its clock is behind', async () => {
    const caseId = await begun();
    opened.clock.setTo('2010-11-02T09:59:59.000Z');
    await openDuties(opened.ports).look(caseId);
    const times = (await opened.inLog()).map(({ header }) => header.recordedAt);
    expect(times).toEqual(['2010-11-02T10:00:00.000Z', '2010-11-02T10:00:00.000Z']);
  });

  it('waits its turn among the actions on a case, and neither makes the other decide anew', async () => {
    let refusedByLog = 0;
    const caseId = await begun((store) => ({
      ...store,
      append: (stream, events, expectation) =>
        store.append(stream, events, expectation).catch((problem: unknown) => {
          refusedByLog += 1;
          throw problem;
        }),
    }));
    const streams = openStreams(opened.ports);
    const recording = openRecording(opened.ports, streams);
    const duties = openDuties(opened.ports, streams);
    await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const said = contact({ caseId, key: `front-desk-${2000 + number}`, occurred: '2010-11-02' });
        await Promise.all([recording.record(said), duties.look(caseId)]);
      }),
    );
    await duties.look(caseId);
    expect(refusedByLog).toBe(0);
    expect((await types()).filter((type) => type === 'DeadlineSet')).toHaveLength(21);
  });

  it('lets nobody have the deadline to whom its event is not released', async () => {
    opened = await openedRecording();
    const kept = contact({ occurred: '2010-11-02', handling: { releasableTo: [] } });
    const answer = await opened.recording.record(kept);
    await openDuties(opened.ports).look(answer.ok ? answer.value.caseId! : '');
    const [, set] = await opened.inLog();
    expect([set!.type, set!.header.handling.releasableTo]).toEqual(['DeadlineSet', ['northbridge']]);
  });
});
