import { describe, it } from '@jest/globals';
import { EventRetracted } from '../integrity/events.js';
import { CaseOpened } from '../intake/case-management-events.js';
import type { EventDeclaration } from '../declaration/case-event.js';
import { given } from '../specification.fixture.js';
import { about, by, eastmoor, northbridge, withdraws } from '../story.fixture.js';
import { ToolkitRiskAssessed } from './assessment-events.js';
import {
  ProtectionPlanEnded,
  ProtectionPlanStarted,
  Section47Concluded,
  Section47Started,
} from './child-protection-events.js';
import {
  LookedAfterEnded,
  LookedAfterStarted,
  PlacementEnded,
  PlacementMade,
} from './looked-after-events.js';

const opened = by(northbridge, CaseOpened);

const courses: readonly (readonly [string, EventDeclaration, EventDeclaration, string])[] = [
  ['a section 47 enquiry', Section47Started, Section47Concluded, 'section-47-enquiry-is-under-way'],
  ['a child protection plan', ProtectionPlanStarted, ProtectionPlanEnded, 'protection-plan-is-in-force'],
  ['being looked after', LookedAfterStarted, LookedAfterEnded, 'child-is-looked-after'],
  ['a placement', PlacementMade, PlacementEnded, 'child-is-placed'],
];

describe.each(courses)('%s', (_what, begins, ends, refusedAs) => {
  const begun = by(northbridge, begins);

  it('ends only after it began', () => {
    given(opened).when(by(northbridge, ends)).thenRefused(refusedAs);
    given(opened, begun).when(by(northbridge, ends)).thenRecorded(ends);
    given(opened, begun)
      .when(by(northbridge, ends, {}, about(begun)))
      .thenRecorded(ends);
  });

  it('ends once', () => {
    given(opened, begun, by(northbridge, ends, {}, about(begun)))
      .when(by(northbridge, ends, {}, about(begun)))
      .thenRefused(refusedAs);
    given(opened, begun, by(northbridge, ends)).when(by(northbridge, ends)).thenRefused(refusedAs);
  });

  it('goes on when its end was retracted, and never was when its beginning was', () => {
    const ended = by(northbridge, ends);
    given(opened, begun, ended, by(northbridge, EventRetracted, {}, withdraws(ended)))
      .when(by(northbridge, ends))
      .thenRecorded(ends);
    given(opened, begun, by(northbridge, EventRetracted, {}, withdraws(begun)))
      .when(by(northbridge, ends))
      .thenRefused(refusedAs);
  });

  it('may end on another case than that of the authority which began it', () => {
    const elsewhere = by(eastmoor, begins);
    given(opened)
      .linkedTo(by(eastmoor, CaseOpened), elsewhere)
      .when(by(northbridge, ends, {}, about(elsewhere)))
      .thenRecorded(ends);
    given(opened).linkedTo(by(eastmoor, CaseOpened)).when(by(northbridge, ends)).thenRefused(refusedAs);
  });
});

describe('the placements of a child', () => {
  it('end one by one when they are named', () => {
    const first = by(northbridge, PlacementMade);
    const second = by(northbridge, PlacementMade);
    const firstEnded = by(northbridge, PlacementEnded, {}, about(first));
    given(opened, first, second, firstEnded)
      .when(by(northbridge, PlacementEnded, {}, about(second)))
      .thenRecorded(PlacementEnded);
    given(opened, first, second, firstEnded)
      .when(by(northbridge, PlacementEnded, {}, about(first)))
      .thenRefused('child-is-placed');
  });
});

describe('the toolkit', () => {
  it('has each indicator answered once', () => {
    const answers = (...indicators: readonly string[]) =>
      by(northbridge, ToolkitRiskAssessed, {
        indicators: indicators.map((indicator) => ({ indicator, finding: 'yes' })),
      });
    given(opened)
      .when(answers('debt-bondage', 'malnourished', 'debt-bondage'))
      .thenRefused('each-indicator-is-answered-once');
    given(opened).when(answers('debt-bondage', 'malnourished')).thenRecorded(ToolkitRiskAssessed);
  });
});
