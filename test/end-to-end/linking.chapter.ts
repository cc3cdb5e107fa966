import { describe, expect, it } from '@jest/globals';
import { refusalOf, timelineOf } from './asking.fixture.js';
import { attempt, like, openCase, record, recordAndSettle } from './recording.fixture.js';
import { throughline } from './running.fixture.js';

/** Lantern's case and St Bride's record of one child, with the link proposed. */
const twoRecords = async () => {
  const { caseId: ours, opened } = await openCase(throughline);
  const attendance = await recordAndSettle(throughline, { as: 'joy-st-brides', ...like('m3') });
  const theirs = attendance.caseId!;
  const cases = [ours, theirs];
  const proposed = await recordAndSettle(throughline, { as: 'amina-lantern', ...like('m24', { cases }) });
  const link = proposed.linkId!;
  const agree = (as: string, lead: string) =>
    recordAndSettle(throughline, { as, link, ...like('m26', { cases, agreedAsLead: [lead] }) });
  const seenBy = async (as: string, caseId: string, asOf?: string) => {
    const seen = await timelineOf(throughline, { as, caseId, ...(asOf === undefined ? {} : { asOf }) });
    return new Map(seen.map(({ eventId, level }) => [eventId, level]));
  };
  return { ours, opened, theirs, cases, link, attendance, proposed, agree, seenBy };
};

describe('a link between two records', () => {
  it('shares nothing while it is proposed, but the proposal with those who lead them', async () => {
    const { ours, theirs, attendance, proposed, seenBy } = await twoRecords();
    expect((await seenBy('amina-lantern', ours)).has(attendance.eventId)).toBe(false);
    expect(await seenBy('amina-lantern', theirs)).toEqual(new Map());
    expect((await seenBy('joy-st-brides', theirs)).get(proposed.eventId)).toBe('FULL');
  });

  it('takes effect when both leads have agreed: each sees the other’s, from then on', async () => {
    const { ours, theirs, attendance, agree, seenBy } = await twoRecords();
    const first = await agree('amina-lantern', ours);
    expect((await seenBy('amina-lantern', ours)).has(attendance.eventId)).toBe(false);
    const second = await agree('ruth-st-brides', theirs);
    for (const asked of [ours, theirs])
      expect((await seenBy('amina-lantern', asked)).get(attendance.eventId)).toBe('PARTIAL');
    expect((await seenBy('amina-lantern', ours, first.recordedAt)).has(attendance.eventId)).toBe(false);
    expect((await seenBy('amina-lantern', ours, second.recordedAt)).has(attendance.eventId)).toBe(true);
  });

  it('ends when a lead takes its record out: the other sees nothing of it, looking back neither', async () => {
    const { ours, theirs, cases, link, attendance, agree, seenBy } = await twoRecords();
    await agree('amina-lantern', ours);
    const agreed = await agree('ruth-st-brides', theirs);
    const unlinked = await record(throughline, {
      as: 'ruth-st-brides',
      link,
      type: 'RecordUnlinked',
      details: {
        cases,
        takenOut: [theirs],
        ground: 'different-child',
        rationale: 'The X-ray is of another arm.',
      },
    });
    expect(unlinked.inForce).toBe(true);
    expect((await seenBy('amina-lantern', ours)).has(attendance.eventId)).toBe(false);
    expect((await seenBy('amina-lantern', ours, agreed.recordedAt)).has(attendance.eventId)).toBe(false);
    expect(await seenBy('amina-lantern', theirs)).toEqual(new Map());
    expect((await seenBy('joy-st-brides', theirs)).get(attendance.eventId)).toBe('FULL');
  });

  it('leaves stubs on both sides while one who had agreed disputes it, and everything comes back when they agree again', async () => {
    const { ours, opened, theirs, cases, link, attendance, agree, seenBy } = await twoRecords();
    await agree('amina-lantern', ours);
    await agree('ruth-st-brides', theirs);
    const dispute = await recordAndSettle(throughline, {
      as: 'ruth-st-brides',
      link,
      ...like('m25', { cases, disputedFor: [theirs] }),
    });
    for (const asked of [ours, theirs])
      expect((await seenBy('amina-lantern', asked)).get(attendance.eventId)).toBe('STUB');
    expect((await seenBy('joy-st-brides', theirs)).get(opened.eventId)).toBe('STUB');
    expect((await seenBy('joy-st-brides', theirs)).get(attendance.eventId)).toBe('FULL');
    expect((await seenBy('amina-lantern', ours)).get(dispute.eventId)).toBe('FULL');
    await agree('ruth-st-brides', theirs);
    expect((await seenBy('amina-lantern', ours)).get(attendance.eventId)).toBe('PARTIAL');
  });

  it('is agreed for a record by its lead alone, and by nobody whose record it does not name', async () => {
    const { ours, theirs, cases, link } = await twoRecords();
    const forAnother = await attempt(throughline, {
      as: 'amina-lantern',
      link,
      ...like('m26', { cases, agreedAsLead: [theirs] }),
    });
    expect(forAnother.json.errors?.[0]?.extensions).toMatchObject({ code: 'RULE_REFUSED' });
    const stranger = await attempt(throughline, {
      as: 'helen-northbridge',
      link,
      ...like('m26', { cases, agreedAsLead: [ours] }),
    });
    expect(refusalOf(stranger)).toBe('NOT_FOUND');
  });
});
