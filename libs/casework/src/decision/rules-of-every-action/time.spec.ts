import { describe, it } from '@jest/globals';
import { AgeClaimed } from '../../age-and-identity/events.js';
import { CaseOpened } from '../../intake/case-management-events.js';
import { given } from '../../specification.fixture.js';
import { by, lantern, occurring, recordedAt } from '../../story.fixture.js';

const opened = by(lantern, CaseOpened);

describe('the time of a record', () => {
  it('what happened years ago is recorded today, as exactly as it is known', () => {
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2004-08?/2007-02')))
      .thenRecorded(AgeClaimed);
  });

  it('a date counts until its earliest instant has come', () => {
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2010')))
      .thenRecorded(AgeClaimed);
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2010-11-02')))
      .thenRecorded(AgeClaimed);
  });

  it('nothing has occurred after it is recorded', () => {
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2010-11-03')))
      .thenRefused('occurred-before-recorded');
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2010-11-02T23:00')))
      .thenRefused('occurred-before-recorded');
  });

  it('a day begins in England, an hour before it does in UTC while summer time is kept', () => {
    const justAfterMidnight = recordedAt('2011-06-03T23:30:00.000Z');
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2011-06-04'), justAfterMidnight))
      .thenRecorded(AgeClaimed);
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2011-06-05'), justAfterMidnight))
      .thenRefused('occurred-before-recorded');
  });

  it('the clock of a case never goes back', () => {
    given(opened)
      .when(by(lantern, AgeClaimed, {}, occurring('2010'), recordedAt('2010-11-02T08:59:59.999Z')))
      .thenRefused('recorded-at-never-goes-back');
    given(opened)
      .when(by(lantern, AgeClaimed, {}, recordedAt('2010-11-02T09:00:00.000Z')))
      .thenRecorded(AgeClaimed);
  });
});
