import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomId } from '#kernel';
import { boardManager, officer, ourCase, startGateway, type RunningGateway } from '../gateway.fixture.js';
import { recordedOversight } from './oversight-behind.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.stop());

const asBoard = { authorization: 'Bearer manager', 'x-purpose': 'review' };
const onAccess = 'grantId caseId until recordedAt position repeated inForce';
const onReview = 'reviewId recordedAt position repeated inForce';

const act = (
  name: string,
  type: string,
  input: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
) =>
  gateway.ask(
    `mutation($input: ${type}!) { ${name}(input: $input) { ${type.includes('Emergency') ? onAccess : onReview} } }`,
    { input },
    headers,
  );

const opening = {
  key: 'emergency-0001',
  caseId: ourCase,
  ground: 'THREAT_TO_LIFE',
  justification: 'He is missing and in danger tonight.',
};
const review = {
  key: 'review-00001',
  cases: [ourCase],
  from: '2004',
  until: '2011',
  reviewers: ['reviewer-one'],
  kind: 'SERIOUS_CASE_REVIEW',
  termsOfReference: 'What was known, by whom, and when.',
};
const finding = {
  key: 'finding-0001',
  reviewId: recordedOversight.reviewId,
  kind: 'MISSED_OPPORTUNITY',
  significance: 'TURNING_POINT',
  finding: 'She was turned away at the front desk.',
};

describe('opening an emergency access', () => {
  it('answers its id, when it ends, and a position from which the case can be read', async () => {
    const answer = await act('openEmergencyAccess', 'OpenEmergencyAccessInput', opening);
    expect(answer.errors).toEqual([]);
    const { grantId, caseId, until, recordedAt } = recordedOversight;
    expect(answer.data?.openEmergencyAccess).toEqual({
      ...{ grantId, caseId, until, recordedAt, repeated: false, inForce: null },
      position: expect.any(String),
    });
    expect(gateway.behind.overseen).toEqual([
      {
        act: 'openEmergencyAccess',
        request: {
          principal: officer,
          purpose: 'safeguarding',
          correlation: expect.any(String),
          ...opening,
          ground: 'threat-to-life',
          hours: null,
        },
      },
    ]);
    const { position } = answer.data?.openEmergencyAccess as { position: string };
    const read = await gateway.ask(
      `query($at: String) { timeline(caseId: "${ourCase}", atLeast: $at) { edges { cursor } } }`,
      { at: position },
    );
    expect(read.errors).toEqual([]);
  });

  it('needs a purpose, and says which input is wrong', async () => {
    const without = await gateway.ask(
      `mutation($input: OpenEmergencyAccessInput!) { openEmergencyAccess(input: $input) { grantId } }`,
      { input: opening },
      { 'x-purpose': undefined },
    );
    expect(without.errors[0]?.extensions.code).toBe('PURPOSE_REQUIRED');
    const wrong = await act('openEmergencyAccess', 'OpenEmergencyAccessInput', {
      ...opening,
      ground: 'CURIOSITY',
    });
    expect(wrong.errors[0]?.extensions.code).toBe('INVALID_INPUT');
    gateway.behind.overseeing = () => ({
      code: 'INVALID_INPUT',
      fields: [{ field: 'hours', problem: 'must be a whole number from 1 to 12' }],
    });
    const hours = await act('openEmergencyAccess', 'OpenEmergencyAccessInput', { ...opening, hours: 13 });
    expect(hours.errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'hours' });
    expect(gateway.behind.overseen).toEqual([]);
  });

  it.each([
    ['NOT_FOUND' as const, 'not-found'],
    ['FORBIDDEN' as const, 'forbidden'],
  ])('leaves a record of the case where it is refused as %s', async (code, denial) => {
    gateway.behind.overseeing = () => (code === 'FORBIDDEN' ? { code, decidedBy: ['policy-one'] } : { code });
    const answer = await act('openEmergencyAccess', 'OpenEmergencyAccessInput', opening);
    expect(answer.errors[0]?.extensions).toEqual({ code });
    expect(gateway.behind.disclosed).toHaveLength(1);
    expect(gateway.behind.disclosed[0]?.touches).toMatchObject([
      { asked: 'action', caseId: ourCase, outcome: 'denied', denial, caseKnown: false },
    ]);
  });

  it('says the rule that refuses it, and leaves no record of that', async () => {
    gateway.behind.overseeing = () => ({
      code: 'RULE_REFUSED',
      rule: 'emergency-access-is-suspended',
      message: 'The right of your organisation rests.',
    });
    const answer = await act('openEmergencyAccess', 'OpenEmergencyAccessInput', opening);
    expect(answer.errors[0]?.extensions).toEqual({
      code: 'RULE_REFUSED',
      rule: 'emergency-access-is-suspended',
    });
    expect(gateway.behind.disclosed).toEqual([]);
  });

  it('is not answered as refused before that is on record', async () => {
    gateway.behind.overseeing = () => ({ code: 'NOT_FOUND' });
    gateway.behind.disclosing = () => Promise.reject(new Error('the log is away'));
    const answer = await act('openEmergencyAccess', 'OpenEmergencyAccessInput', opening);
    expect(answer.errors[0]?.extensions).toEqual({ code: 'UNAVAILABLE' });
  });
});

describe('what narrows', () => {
  it.each([
    ['endEmergencyAccess', 'EndEmergencyAccessInput', { key: 'ending-00001', grantId: ourCase }, {}],
    [
      'closeReview',
      'CloseReviewInput',
      { key: 'closing-0001', reviewId: ourCase, outcome: 'INQUIRY' },
      asBoard,
    ],
  ])('%s says whether every view has applied it', async (name, type, input, headers) => {
    gateway.behind.narrows = true;
    for (const applied of [true, false]) {
      gateway.behind.applied = applied;
      const answer = await act(name, type, input, headers);
      expect(answer.data?.[name]).toMatchObject({ inForce: applied });
    }
  });
});

describe('the review of an emergency access', () => {
  it('hands on the judgement and its reasons', async () => {
    const judged = {
      key: 'reviewing-0001',
      grantId: ourCase,
      outcome: 'JUSTIFIED',
      reasons: 'It could not wait.',
    };
    const answer = await act('reviewEmergencyAccess', 'ReviewEmergencyAccessInput', judged);
    expect(answer.errors).toEqual([]);
    expect(gateway.behind.overseen).toMatchObject([
      { act: 'reviewEmergencyAccess', request: { ...judged, outcome: 'justified', principal: officer } },
    ]);
  });
});

describe('a review of a board', () => {
  it('is opened with its terms and its scope, and answered with its id', async () => {
    const answer = await act('openReview', 'OpenReviewInput', review, asBoard);
    expect(answer.errors).toEqual([]);
    expect(answer.data?.openReview).toMatchObject({ reviewId: recordedOversight.reviewId, inForce: null });
    const { key, kind: _kind, ...details } = review;
    expect(gateway.behind.overseen).toMatchObject([
      {
        act: 'openReview',
        request: {
          principal: boardManager,
          purpose: 'review',
          key,
          details: { ...details, kind: 'serious-case-review' },
        },
      },
    ]);
  });

  it('leaves a record of every case that was asked for, where one of them is not there for the board', async () => {
    gateway.behind.overseeing = () => ({ code: 'NOT_FOUND' });
    const cases = [ourCase, randomId()];
    const answer = await act('openReview', 'OpenReviewInput', { ...review, cases }, asBoard);
    expect(answer.errors[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    const asked = gateway.behind.disclosed.flatMap(({ touches }) => touches.map(({ caseId }) => caseId));
    expect(new Set(asked)).toEqual(new Set(cases));
  });

  it('takes a finding with the events that it is about', async () => {
    const relations = [{ kind: 'ABOUT', eventId: ourCase }];
    const answer = await act(
      'recordReviewFinding',
      'RecordReviewFindingInput',
      { ...finding, relations },
      asBoard,
    );
    expect(answer.errors).toEqual([]);
    expect(gateway.behind.overseen).toMatchObject([
      {
        act: 'recordFinding',
        request: {
          reviewId: finding.reviewId,
          details: { kind: 'missed-opportunity', significance: 'turning-point', finding: finding.finding },
          relations: [{ kind: 'about', event: ourCase }],
        },
      },
    ]);
  });

  it('is not for those who protect children day by day', async () => {
    const answer = await act('recordReviewFinding', 'RecordReviewFindingInput', finding);
    expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(gateway.behind.overseen).toEqual([]);
  });
});
