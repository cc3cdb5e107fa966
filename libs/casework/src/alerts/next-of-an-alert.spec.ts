import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { derivedId } from '#kernel';
import { openHandling, type EventHeader } from '../vocabulary/event-header.js';
import {
  AlertAcknowledged,
  AlertEnded,
  AlertEscalated,
  alertLevels,
  AlertRaised,
  type AlertKind,
} from './alert-events.js';
import { alertRuleOf, alertRules } from './alert-rules.js';
import { alertIsOpen, evolveAlert, noAlert, type AlertState, type AlertSubject } from './alert-state.js';
import { at, child } from './alerts.fixture.js';
import { nextOfAnAlert, type AlertStep, type WantedAlert } from './next-of-an-alert.js';

const subjectOf = (kind: AlertKind): AlertSubject => ({
  ...{ organisation: 'northbridge', caseId: child, kind, event: derivedId('an event') },
});

const wantedOf = (kind: AlertKind, nobodyAt: readonly string[] = []): WantedAlert => ({
  subject: subjectOf(kind),
  from: at(0),
  audienceAt: (level) => ({ people: [], roles: nobodyAt.includes(level) ? [] : [`of-${level}`] }),
});

const headerOf = (type: string, minutes: number, concerns: EventHeader['concerns']): EventHeader => ({
  ...{ id: derivedId(type, minutes), stream: 'alert-one', type, version: 1, caseId: child },
  recordedBy: { organisation: 'throughline', person: 'throughline', role: 'system' },
  ...{ occurred: at(minutes), recordedAt: at(minutes), source: 'own-act', parts: [] },
  ...{ handling: openHandling, lawfulBasis: null, correlation: '', causation: null, relations: [] },
  concerns,
});

const ofSubject = ({ organisation, caseId: caseConcerned, kind, event }: AlertSubject) => ({
  ...{ organisation, caseConcerned, kind, event },
});

/** The alert once a step was recorded at a minute. */
const taken = (state: AlertState, kind: AlertKind, step: AlertStep, minutes: number): AlertState => {
  const subject = ofSubject(subjectOf(kind));
  if (step.step === 'end')
    return evolveAlert(state, headerOf(AlertEnded.type, minutes, { ...subject, because: step.because }));
  const { level, audience } = step;
  const type = step.step === 'raise' ? AlertRaised.type : AlertEscalated.type;
  return evolveAlert(state, headerOf(type, minutes, { ...subject, level, ...audience }));
};

const acknowledged = (state: AlertState, kind: AlertKind, minutes: number): AlertState =>
  evolveAlert(
    state,
    headerOf(AlertAcknowledged.type, minutes, { ...ofSubject(subjectOf(kind)), acknowledgedBy: 'dawn' }),
  );

const stepAt = (state: AlertState, minutes: number, wanted: WantedAlert | null = wantedOf('missing-child')) =>
  nextOfAnAlert(state, wanted, 'over', at(minutes));

const raisedAt = (kind: AlertKind, minutes: number): AlertState => {
  const { step } = stepAt(noAlert, minutes, wantedOf(kind));
  return taken(noAlert, kind, step!, minutes);
};

describe('an alert', () => {
  it('is raised to those who work with the child, or to those after them where there are none', () => {
    expect(stepAt(noAlert, 0).step).toEqual({
      ...{ step: 'raise', level: 'first', audience: { people: [], roles: ['of-first'] } },
    });
    expect(stepAt(noAlert, 0, wantedOf('missing-child', ['first'])).step).toMatchObject({
      level: 'supervisors',
    });
    // Where nobody could read it, the organisation’s own software can.
    expect(stepAt(noAlert, 0, wantedOf('missing-child', alertLevels)).step).toMatchObject({
      ...{ step: 'raise', audience: { people: [], roles: [] } },
    });
  });

  it('goes up when nobody has acknowledged it in a quarter of an hour, and says when that will be', () => {
    const raised = raisedAt('missing-child', 0);
    expect(stepAt(raised, 14)).toEqual({ step: null, lookAgainAt: at(15) });
    const { step } = stepAt(raised, 15);
    expect(step).toMatchObject({ step: 'escalate', level: 'supervisors' });
    const higher = taken(raised, 'missing-child', step!, 15);
    expect(stepAt(higher, 29)).toEqual({ step: null, lookAgainAt: at(30) });
    const highest = taken(higher, 'missing-child', stepAt(higher, 30).step!, 30);
    expect(highest.level).toBe('service');
    expect(stepAt(highest, 10_000)).toEqual({ step: null, lookAgainAt: null });
  });

  it('stays where it is once a person has acknowledged it', () => {
    const known = acknowledged(raisedAt('missing-child', 0), 'missing-child', 5);
    expect(stepAt(known, 600)).toEqual({ step: null, lookAgainAt: null });
    expect(alertIsOpen(known)).toBe(true);
  });

  it('is over with its acknowledgement where knowing is all that it demands', () => {
    const known = acknowledged(raisedAt('removal-hold-lifted', 0), 'removal-hold-lifted', 5);
    expect(alertIsOpen(known)).toBe(false);
    expect(stepAt(known, 600, wantedOf('removal-hold-lifted')).step).toBeNull();
    expect(stepAt(known, 600, null).step).toBeNull();
  });

  it('ends when what it tells of is over, and is raised again where it comes to be so again', () => {
    const raised = raisedAt('missing-child', 0);
    const { step } = stepAt(raised, 5, null);
    expect(step).toEqual({ step: 'end', because: 'over' });
    const ended = taken(raised, 'missing-child', step!, 5);
    expect(stepAt(ended, 6, null).step).toBeNull();
    expect(stepAt(ended, 400 * 24 * 60).step).toMatchObject({ step: 'raise' });
  });

  it('is not raised before its time, nor for what was recorded long ago', () => {
    for (const { kind, raisedWithinDays } of alertRules) {
      const wanted = { ...wantedOf(kind), from: at(10) };
      expect(stepAt(noAlert, 9, wanted)).toEqual({ step: null, lookAgainAt: at(10) });
      const days = raisedWithinDays * 24 * 60;
      expect(stepAt(noAlert, 10 + days, wanted).step).toMatchObject({ step: 'raise' });
      expect(stepAt(noAlert, 11 + days, wanted).step).toBeNull();
    }
  });

  it('is never lost, in whatever order it is taken up, looked at, ended and wanted again', () => {
    const acts = fc.array(
      fc.record({
        act: fc.constantFrom('look', 'acknowledge', 'over', 'again'),
        minutes: fc.integer({ min: 0, max: 40 }),
      }),
      { maxLength: 40 },
    );
    const kinds = fc.constantFrom(...alertRules.map(({ kind }) => kind));
    fc.assert(
      fc.property(kinds, acts, (kind, story) => {
        let state = noAlert;
        let wanted: WantedAlert | null = wantedOf(kind);
        let minute = 0;
        for (const { act, minutes } of [...story, { act: 'look', minutes: 0 }]) {
          minute += minutes;
          if (act === 'over') wanted = null;
          if (act === 'again') wanted = wantedOf(kind);
          if (act === 'acknowledge' && alertIsOpen(state) && state.acknowledged === null)
            state = acknowledged(state, kind, minute);
          for (let steps = 0; ; steps += 1) {
            expect(steps).toBeLessThan(6);
            const { step } = nextOfAnAlert(state, wanted, 'over', at(minute));
            if (step === null) break;
            state = taken(state, kind, step, minute);
          }
          const takenUp = state.acknowledged !== null && alertRuleOf(kind).endsWhenAcknowledged;
          // Whatever stands and was not taken up is there; whatever does not stand is not.
          expect(alertIsOpen(state)).toBe(wanted !== null && !takenUp);
          const { lookAgainAt } = nextOfAnAlert(state, wanted, 'over', at(minute));
          const mayGoUp = state.level !== 'service' && state.acknowledged === null && wanted !== null;
          expect(lookAgainAt !== null).toBe(mayGoUp);
          if (lookAgainAt !== null) expect(lookAgainAt > at(minute)).toBe(true);
        }
      }),
    );
  });
});
