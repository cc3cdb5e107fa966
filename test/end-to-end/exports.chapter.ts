import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#kernel';
import { refusalOf } from './asking.fixture.js';
import { openReview, type OpenedReview } from './review.fixture.js';
import { throughline } from './running.fixture.js';
import { eventOf } from './samples.fixture.js';

const scope = {
  cases: ['miriam', 'miriam-police', 'miriam-northbridge', 'miriam-eastmoor', 'miriam-st-brides'],
  from: '2004',
  until: '2011',
};

interface Exported {
  readonly exportId: string;
  readonly path: string;
  readonly digest: string;
  readonly rows: number;
  readonly position: string;
  readonly policyVersion: string;
}

let review: OpenedReview;
beforeAll(async () => {
  review = await openReview('review-that-exports', scope);
});

const mutation = `mutation ($input: ExportChronologyInput!) { exportChronology(input: $input) {
  exportId path digest rows position policyVersion } }`;

const asked = (key: string, input: Readonly<Record<string, unknown>> = {}, as = 'edmund-board') =>
  throughline.ask({
    as,
    purpose: 'review',
    query: mutation,
    variables: { input: { key, reviewId: review.reviewId, format: 'JSON', ...input } },
  });

const exported = async (key: string, input: Readonly<Record<string, unknown>> = {}): Promise<Exported> => {
  const answer = await asked(key, input);
  const given = answer.json.data?.exportChronology as Exported | null | undefined;
  if (given === null || given === undefined) throw new Error(answer.body);
  return given;
};

const fetched = async ({ path }: Pick<Exported, 'path'>, as = 'edmund-board') => {
  const response = await throughline.fetch(path, { as, purpose: 'review' });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a board exports the chronology of Miriam', () => {
  it('as JSON, of which the digest is the digest of the bytes', async () => {
    const made = await exported('chronology-as-json');
    const { response, bytes } = await fetched(made);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(sha256(bytes)).toBe(made.digest);
    const { of, sections } = JSON.parse(bytes.toString()) as {
      of: { position: string; policyVersion: string; review: string };
      sections: { heading: string; rows: { eventId: string | null; event: string; knownTo: string }[] }[];
    };
    expect(of).toMatchObject({
      position: made.position,
      policyVersion: made.policyVersion,
      review: review.reviewId,
    });
    expect(sections.at(-1)?.heading).toBe('All agencies');
    expect(sections.reduce((rows, section) => rows + section.rows.length, 0)).toBe(made.rows);
    const turnedAway = sections.at(-1)?.rows.find(({ eventId }) => eventId === eventOf('m13'));
    expect(turnedAway?.event).toMatch(/^Contact turned away\. Reason: immigration matter\./);
  });

  it('again at the same position, in the same bytes, whatever was recorded since', async () => {
    const first = await exported('chronology-once');
    await openReview('another-review-meanwhile', scope);
    const again = await exported('chronology-twice', { at: first.position });
    expect(again).toMatchObject({ digest: first.digest, rows: first.rows, position: first.position });
    expect(again.exportId).not.toBe(first.exportId);
    const [one, other] = [await fetched(first), await fetched(again)];
    expect(one.bytes.equals(other.bytes)).toBe(true);
  });

  it('sent twice with one key, is one export', async () => {
    const first = await exported('chronology-by-one-key');
    const { exportId, path, digest, rows, position, policyVersion } = first;
    for (const at of [{ at: position }, {}]) {
      const again = await asked('chronology-by-one-key', at);
      expect(again.json.data?.exportChronology).toEqual({
        ...{ exportId, path, digest, rows, position, policyVersion },
      });
    }
    expect(refusalOf(await asked('chronology-by-one-key', { format: 'CSV' }))).toBe('CONFLICT');
    const later = await exported('chronology-by-another-key');
    expect(refusalOf(await asked('chronology-by-one-key', { at: later.position }))).toBe('CONFLICT');
  });

  it.each([
    ['DOCX', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK'],
    ['XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    ['PDF', 'application/pdf', '%PDF-'],
    ['CSV', 'text/csv; charset=utf-8', ''],
  ])('as %s', async (format, type, begins) => {
    const made = await exported(`chronology-as-${format}`, { format });
    const { response, bytes } = await fetched(made);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="chronology-${made.exportId.slice(0, 8)}.${format.toLowerCase()}"`,
    );
    expect(bytes.toString('latin1').startsWith(begins)).toBe(true);
    if (format === 'CSV') {
      expect(bytes.toString()).toContain(made.digest);
      const again = await fetched(made);
      expect(again.bytes.equals(bytes)).toBe(true);
    }
  });

  it('anonymised: without the names of the child, of those who recorded, and of agencies', async () => {
    const made = await exported('chronology-anonymised', { identities: 'ANONYMISED', dates: 'SHIFTED' });
    const text = (await fetched(made)).bytes.toString();
    for (const name of [
      'Miriam',
      'Okon',
      'Udoh',
      'Ferris',
      'Northbridge',
      'Lantern',
      '1992-03-14',
      eventOf('m13'),
    ])
      expect(text).not.toContain(name);
    expect(text).toContain('Children services 1');
  });

  it('and everything that was in it stands in the access log as exported', async () => {
    const made = await exported('chronology-on-the-log');
    await fetched(made);
    const answer = await throughline.ask({
      as: 'edmund-board',
      purpose: 'review',
      query: `{ accessLog(caseId: "${throughline.caseOf('miriam-police')}", first: 100) {
        edges { node { person events { eventId parts } } } } }`,
    });
    expect(refusalOf(answer)).toBeUndefined();
    expect(answer.body).toContain(eventOf('m10'));
  });
});

describe('an export is given to nobody else', () => {
  it.each([
    ['a person of another agency', 'grace-northbridge'],
    ['a reviewer whom this review does not name', 'philip-board'],
    ['the manager of the board, who does not read', 'norah-board'],
  ])('not to %s', async (_who, as) => {
    const made = await exported(`chronology-kept-from-${as}`);
    const { response, bytes } = await fetched(made, as);
    expect([403, 404]).toContain(response.status);
    expect(bytes.toString()).not.toContain('Miriam');
    expect(['FORBIDDEN', 'NOT_FOUND']).toContain(refusalOf(await asked(`for-${as}`, {}, as)));
  });

  it('nor to another reviewer of the same review, from whom something may be kept: they export it themselves', async () => {
    const { reviewId } = await openReview('review-of-two', {
      ...scope,
      reviewers: ['edmund-board', 'judith-board'],
    });
    const made = await exported('chronology-of-the-one', { reviewId });
    expect((await fetched(made, 'judith-board')).response.status).toBe(404);
    const own = await asked('chronology-of-the-other', { reviewId }, 'judith-board');
    const { response } = await fetched(own.json.data?.exportChronology as Exported, 'judith-board');
    expect(response.status).toBe(200);
  });

  it('nor without a token, nor without a purpose', async () => {
    const { path } = await exported('chronology-without-a-token');
    expect((await throughline.fetch(path, { as: null, purpose: 'review' })).status).toBe(401);
    expect((await throughline.fetch(path, { as: 'edmund-board', purpose: null })).status).toBe(400);
    expect((await throughline.fetch(path, { as: 'edmund-board', purpose: 'safeguarding' })).status).toBe(403);
  });

  it('nor where there is no such export', async () => {
    const paths = [
      `/reviews/${review.reviewId}/exports/${derivedId('no export')}`,
      `/reviews/${derivedId('no review')}/exports/${derivedId('no export')}`,
      '/reviews/nothing/exports/nothing',
    ];
    for (const path of paths)
      expect((await throughline.fetch(path, { as: 'edmund-board', purpose: 'review' })).status).toBe(404);
  });

  it('nor when the review is closed', async () => {
    const closing = await openReview('review-that-is-closed', scope);
    const answer = await asked('chronology-before-the-end', { reviewId: closing.reviewId });
    const { path } = answer.json.data?.exportChronology as Exported;
    const closed = await throughline.ask({
      as: 'norah-board',
      purpose: 'review',
      query: `mutation ($input: CloseReviewInput!) { closeReview(input: $input) { inForce } }`,
      variables: {
        input: { key: 'the-review-ends', reviewId: closing.reviewId, outcome: 'REPORT_PUBLISHED' },
      },
    });
    expect(closed.json.data?.closeReview).toEqual({ inForce: true });
    expect((await throughline.fetch(path, { as: 'edmund-board', purpose: 'review' })).status).toBe(404);
  });
});

describe('pictures', () => {
  it('show who did what and when, and what a decision rests on', async () => {
    const answer = await throughline.ask({
      as: 'edmund-board',
      purpose: 'review',
      query: `{
        reviewTimelinePicture(reviewId: "${review.reviewId}") { svg page policyVersion }
        reviewReliancePicture(reviewId: "${review.reviewId}", decision: "${eventOf('m17')}") { svg }
      }`,
    });
    expect(refusalOf(answer)).toBeUndefined();
    const { reviewTimelinePicture: timeline, reviewReliancePicture: reliance } = answer.json.data as Record<
      string,
      { svg: string; page?: string }
    >;
    expect(timeline?.svg).toMatch(/^<svg/);
    expect(timeline?.page).toMatch(/^<!doctype html>/);
    for (const lane of ['Lantern Refuge', 'Metro Police']) expect(timeline?.svg).toContain(lane);
    expect(reliance?.svg).toContain('Identity alias recorded');
  });
});
