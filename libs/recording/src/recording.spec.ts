import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OutcomeUnknown, StoreUnavailable, type EventStore } from '#event-store';
import { DatabaseAway } from '#platform';
import type { RecordRequest } from './api.js';
import { contact, northbridge, openedRecording, police, principal } from './recording.fixture.js';

let opened: Awaited<ReturnType<typeof openedRecording>>;
beforeEach(async () => {
  opened = await openedRecording();
});
afterEach(() => opened.close());

const record = (changes: Partial<RecordRequest> = {}) => opened.recording.record(contact(changes));

const recorded = async (changes: Partial<RecordRequest> = {}) => {
  const answer = await record(changes);
  if (!answer.ok) throw new Error(JSON.stringify(answer.reason));
  return answer.value;
};

const refusal = async (changes: Partial<RecordRequest> = {}) => {
  const before = (await opened.inLog()).length;
  const answer = await record(changes);
  expect((await opened.inLog()).length).toBe(before);
  return answer.ok ? undefined : answer.reason;
};

const oversight = (caseId: string, changes: Partial<RecordRequest> = {}): Partial<RecordRequest> => ({
  type: 'ManagementOversightRecorded',
  caseId,
  details: {
    occasion: 'supervision',
    agrees: true,
    direction: 'See her again.',
    rationale: 'She is a child.',
  },
  ...changes,
});

const referralTo: Partial<RecordRequest> = {
  type: 'ReferralMade',
  details: {
    to: 'metro-police',
    concerns: ['trafficking'],
    urgency: 'same-day',
    circumstances: 'She says that she was made to work.',
    actionAskedFor: 'See her today.',
    consentSought: 'given',
  },
};

describe('recording an action', () => {
  it('begins a case with a contact, sealed in its parts, and answers with the event and its position', async () => {
    const answer = await recorded();
    expect(answer).toMatchObject({
      type: 'ContactReceived',
      occurred: '2007-02-26',
      recordedAt: '2010-11-02T10:00:00.000Z',
      repeated: false,
      narrows: false,
    });
    const [event] = await opened.inLog();
    expect(event).toMatchObject({
      stream: `case-${answer.caseId}`,
      position: answer.position,
    });
    expect(event?.header).toMatchObject({
      id: answer.eventId,
      caseId: answer.caseId,
      recordedBy: { organisation: 'northbridge', person: 'northbridge-a', role: 'duty-worker' },
      parts: ['core.coded', 'care.told', 'voice.told'],
    });
    expect(JSON.stringify(event)).not.toContain('nowhere to go');
  });

  it("keeps the child's own words from immigration, and the whole of a child's own account", async () => {
    await recorded();
    await recorded({ key: 'front-desk-0002', source: 'childs-account' });
    await recorded({ key: 'front-desk-0003', handling: { notForImmigration: [] } });
    const kept = (await opened.inLog()).map(({ header }) => header.handling.caveats);
    expect(kept).toEqual([
      [{ caveat: 'not-for-immigration', parts: ['voice.told'] }],
      [{ caveat: 'not-for-immigration', parts: ['core.coded', 'care.told', 'voice.told'] }],
      [],
    ]);
  });

  it('records the joining with the acceptance that brings it', async () => {
    const { caseId, eventId } = await recorded(referralTo);
    opened.seen.set(eventId, (await opened.inLog())[0]!.header);
    const answer = await recorded({
      principal: police,
      type: 'ReferralAccepted',
      caseId,
      key: 'accept-0001',
      relations: [{ kind: 'about', event: eventId }],
      details: { nextStep: 'An officer sees her today.' },
    });
    const log = await opened.inLog();
    expect(log.map(({ type }) => type)).toEqual(['ReferralMade', 'ReferralAccepted', 'AgencyJoinedCase']);
    expect(log[2]?.header).toMatchObject({
      causation: answer.eventId,
      concerns: { organisation: 'metro-police' },
    });
    expect(answer.position).toBe(log[2]?.position);
  });

  it('keeps the record of a case in order when the clock of the machine goes back', async () => {
    const { caseId } = await recorded();
    opened.clock.setTo('2010-11-02T09:59:59.000Z');
    const later = await recorded(oversight(caseId!, { key: 'oversight-01' }));
    expect(later.recordedAt).toBe('2010-11-02T10:00:00.000Z');
  });
});

describe('an action that comes to another process', () => {
  it('is decided on what the log says, not on what that process remembers of the case', async () => {
    const { caseId } = await recorded();
    const other = opened.another();
    expect(await other.record(contact(oversight(caseId!, { key: 'oversight-01' })))).toMatchObject({
      ok: true,
    });
    const referral = await recorded({ ...referralTo, caseId, key: 'referral-0001' });
    const inLog = (await opened.inLog()).find(({ header }) => header.id === referral.eventId)!;
    opened.seen.set(referral.eventId, inLog.header);
    const acceptance = contact({
      principal: police,
      type: 'ReferralAccepted',
      caseId,
      key: 'accept-0001',
      relations: [{ kind: 'about', event: referral.eventId }],
      details: { nextStep: 'An officer sees her today.' },
    });
    expect(await other.record(acceptance)).toMatchObject({ ok: true });
  });

  it('is decided on what the log says of a linked case too, however well that process remembers it', async () => {
    const { caseId: linked } = await recorded();
    const { caseId } = await recorded({ key: 'front-desk-0002' });
    opened.links.set(caseId!, [linked!]);
    const byPolice = oversight(caseId!, { principal: police, key: 'oversight-15' });
    expect(await refusal(byPolice)).toEqual({ code: 'NOT_FOUND' });
    const other = opened.another();
    const referral = await other.record(contact({ ...referralTo, caseId: linked, key: 'referral-0002' }));
    if (!referral.ok) throw new Error(JSON.stringify(referral.reason));
    const { eventId } = referral.value;
    opened.seen.set(eventId, (await opened.inLog()).find(({ header }) => header.id === eventId)!.header);
    const acceptance = contact({
      ...{ principal: police, type: 'ReferralAccepted', caseId: linked, key: 'accept-0002' },
      relations: [{ kind: 'about', event: eventId }],
      details: { nextStep: 'An officer sees her today.' },
    });
    expect(await other.record(acceptance)).toMatchObject({ ok: true });
    expect(await record(byPolice)).toMatchObject({ ok: true });
  });
});

describe('the same action sent to two processes', () => {
  const both = async () => {
    const { caseId } = await recorded();
    const other = opened.another();
    // The other one knows the case as it was before.
    expect(await other.record(contact(oversight(caseId!, { key: 'oversight-01' })))).toMatchObject({
      ok: true,
    });
    const first = await recorded(oversight(caseId!, { key: 'oversight-02' }));
    return { caseId: caseId!, other, first };
  };

  it('records once, and the second answers with the first', async () => {
    const { caseId, other, first } = await both();
    const again = await other.record(contact(oversight(caseId, { key: 'oversight-02' })));
    expect(again).toEqual({ ok: true, value: { ...first, repeated: true } });
    expect(await opened.inLog()).toHaveLength(3);
  });

  it('is a conflict where the second says something else: it must not be told that this is on the record', async () => {
    const { caseId, other } = await both();
    const different = oversight(caseId, { key: 'oversight-02', occurred: '2010-10-01' });
    expect(await other.record(contact(different))).toMatchObject({
      ok: false,
      reason: { code: 'CONFLICT', because: 'key-used-for-other-input' },
    });
    expect(await opened.inLog()).toHaveLength(3);
  });

  it('records what one of them says, and tells both which, where they come at once', async () => {
    const { caseId } = await recorded();
    const others = [opened.another(), opened.another(), opened.another()];
    const answers = await Promise.all(
      others.map((other, index) =>
        other.record(contact(oversight(caseId!, { key: 'oversight-03', occurred: `2010-10-0${index + 1}` }))),
      ),
    );
    const taken = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
    expect(taken).toHaveLength(1);
    const log = await opened.inLog();
    expect(log).toHaveLength(2);
    expect(log[1]?.header).toMatchObject({ id: taken[0]?.eventId, occurred: taken[0]?.occurred });
  });
});

describe('the same action sent twice', () => {
  it('records once and answers the same', async () => {
    const first = await recorded();
    const again = await recorded();
    expect(again).toEqual({ ...first, repeated: true });
    expect(await opened.inLog()).toHaveLength(1);
  });

  it('records once although another process has nothing of it in memory', async () => {
    const first = await recorded();
    const again = await opened.another().record(contact());
    expect(again).toEqual({ ok: true, value: { ...first, repeated: true } });
  });

  it('is a conflict when the same key comes with another input', async () => {
    await recorded();
    expect(await refusal({ occurred: '2007-02-27' })).toEqual({
      code: 'CONFLICT',
      because: 'key-used-for-other-input',
    });
  });

  it('is another action when another person uses the same key', async () => {
    await recorded();
    await recorded({ principal: { ...northbridge, person: 'northbridge-b' } });
    expect(await opened.inLog()).toHaveLength(2);
  });

  it('records once, however often and however interleaved it is sent', async () => {
    const { caseId } = await recorded();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }),
        async (keys) => {
          const other = opened.another();
          const answers = await Promise.all(
            keys.map((key, index) =>
              (index % 2 ? other : opened.recording).record(
                contact(oversight(caseId!, { key: `oversight-${key}` })),
              ),
            ),
          );
          expect(answers.every(({ ok }) => ok)).toBe(true);
          const log = await opened.inLog();
          expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
        },
      ),
      { numRuns: 15 },
    );
    expect((await opened.inLog()).length).toBeLessThanOrEqual(7);
  });
});

describe('what is not recorded', () => {
  it('names every field that is wrong, at once', async () => {
    const reason = await refusal({
      occurred: 'last spring',
      key: 'short',
      details: { channel: 'by-owl', secret: 'x' },
    });
    expect(reason).toMatchObject({ code: 'INVALID_INPUT' });
    const fields = reason?.code === 'INVALID_INPUT' ? reason.fields.map(({ field }) => field) : [];
    expect(fields).toEqual(
      expect.arrayContaining(['key', 'occurred', 'details.channel', 'details.secret', 'details.account']),
    );
  });

  it.each(['NoSuchType', 'AgencyJoinedCase', 'BreakGlassOpened'])(
    'is %s, which nobody can record by an action',
    async (type) => {
      expect(await refusal({ type })).toMatchObject({ code: 'INVALID_INPUT' });
    },
  );

  it('is a contact that lies in the future', async () => {
    expect(await refusal({ occurred: '2010-11-04' })).toMatchObject({
      code: 'RULE_REFUSED',
      rule: 'occurred-before-recorded',
    });
  });

  it('is anything on a case that does not exist, or that the organisation must not know of: the same answer', async () => {
    const { caseId } = await recorded();
    const onHidden = await refusal(oversight(caseId!, { principal: police, key: 'oversight-09' }));
    const onAbsent = await refusal(
      oversight('0b8f4f0e-2f2f-4a53-9b2f-0d6a52c9e111', { principal: police, key: 'oversight-09' }),
    );
    expect(onHidden).toEqual({ code: 'NOT_FOUND' });
    expect(onAbsent).toEqual(onHidden);
  });

  it.each(['data-protection-officer', 'administrator'] as const)('is the act of a %s', async (role) => {
    const reason = await refusal({ principal: principal('northbridge', 'children-services', role) });
    expect(reason).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is a relation to an event that the recorder cannot see', async () => {
    const { eventId } = await recorded();
    const other = await recorded({ key: 'front-desk-0007' });
    expect(
      await refusal(
        oversight(other.caseId!, {
          principal: { ...northbridge, organisation: 'eastmoor', author: police.author },
          key: 'oversight-11',
          relations: [{ kind: 'about', event: eventId }],
        }),
      ),
    ).toEqual({ code: 'NOT_FOUND' });
    expect(
      await refusal(
        oversight(other.caseId!, { key: 'oversight-12', relations: [{ kind: 'about', event: eventId }] }),
      ),
    ).toMatchObject({ code: 'RULE_REFUSED', rule: 'relation-is-visible' });
  });

  it("names an event of the recorder's own organisation that must never reach the recorder in person", async () => {
    const { caseId, eventId } = await recorded({ handling: { neverTo: ['martin'] } });
    const about = (person: string, key: string) =>
      oversight(caseId!, {
        principal: { ...northbridge, person, author: { ...northbridge.author, person } },
        key,
        relations: [{ kind: 'about', event: eventId }],
      });
    expect(await refusal(about('martin', 'oversight-13'))).toMatchObject({ rule: 'relation-is-visible' });
    expect(await recorded(about('colin', 'oversight-14'))).toMatchObject({ repeated: false });
  });
});

describe('an action about work of which only a stub is seen', () => {
  const turnedAway = {
    type: 'ContactTurnedAway',
    key: 'turned-away-01',
    details: {
      reason: 'no-asylum-status',
      rationale: 'No status was shown.',
      decidedBy: 'Duty manager',
      managerAgreed: true,
      childSeenAlone: false,
      interpreterUsed: false,
    },
  };
  const seenAsStub = async (type: string) => {
    const { caseId, eventId } = await recorded();
    const header = { ...(await opened.inLog())[0]!.header, type };
    opened.seen.set('7a3f2b8e-1c1d-4e7e-9a55-0f2f6d1b9c01', header);
    opened.seen.set(header.id, header);
    opened.stubs.add(header.id);
    return { caseId: caseId!, eventId };
  };

  it.each(['ContactReceived', 'ContactTurnedAway'])(
    'is taken or refused alike, whether the stub is a %s or not: the answer must not tell what it is',
    async (type) => {
      const { eventId } = await seenAsStub(type);
      const other = await recorded({ key: 'front-desk-0031', principal: police, purpose: 'safeguarding' });
      const answer = await record({
        ...turnedAway,
        principal: police,
        caseId: other.caseId,
        relations: [{ kind: 'about', event: eventId }],
      });
      expect(answer.ok).toBe(true);
    },
  );
});

describe('when the log fails', () => {
  const failing = async (fail: (attempt: number) => Error | 'after' | undefined) => {
    await opened.close();
    let attempt = 0;
    opened = await openedRecording((store): EventStore => ({
      ...store,
      readStream: (...given) => store.readStream(...given),
      append: async (...given) => {
        const failure = fail((attempt += 1));
        if (failure instanceof Error) throw failure;
        const answer = await store.append(...given);
        if (failure === 'after') throw new OutcomeUnknown(given[0], 'the connection was lost');
        return answer;
      },
    }));
  };

  it.each([new StoreUnavailable('the disk is full'), new DatabaseAway('connection-lost', '57P01')])(
    'acknowledges nothing that is not in the log, and asks for it again later: $name',
    async (problem) => {
      await failing(() => problem);
      expect(await refusal()).toEqual({ code: 'UNAVAILABLE' });
    },
  );

  it('finds its own event again after an outcome that stayed unknown, and records once', async () => {
    await failing((attempt) => (attempt === 1 ? 'after' : undefined));
    expect(await recorded()).toMatchObject({ repeated: true });
    expect(await opened.inLog()).toHaveLength(1);
  });
});
