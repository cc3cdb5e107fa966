import { describe, expect, it } from '@jest/globals';
import { CaseOpened } from '../intake/case-management-events.js';
import { IndicatorObserved } from '../national-referral-mechanism/events.js';
import { DeadlineMissed, DeadlineSet } from '../duties/deadline-events.js';
import { EventCorrected } from '../integrity/events.js';
import { HandlingChanged } from '../sharing/events.js';
import {
  about,
  border,
  by,
  corrects,
  eventsOf,
  handledAs,
  lantern,
  metroPolice,
  personOf,
  type Act,
} from '../story.fixture.js';
import { showsItselfTo } from './case-that-shows-itself.js';

const shows = (organisation: { readonly id: string }, ...acts: readonly Act[]) =>
  showsItselfTo(
    eventsOf(acts).map(({ header }) => header),
    { organisation: organisation.id, person: `officer-of-${organisation.id}` },
  );
const covert = handledAs({ caveats: [{ caveat: 'covert' }] });

describe('a case', () => {
  it('that is not there shows itself to nobody', () => {
    expect(shows(border)).toBe(false);
  });

  it('shows itself where one event of it may be known of', () => {
    expect(shows(border, by(metroPolice, CaseOpened, {}, covert), by(lantern, IndicatorObserved))).toBe(true);
  });

  it('of which everything is covert shows itself to its recorder alone', () => {
    const hidden = [by(metroPolice, CaseOpened, {}, covert)];
    expect(shows(metroPolice, ...hidden)).toBe(true);
    expect(shows(border, ...hidden)).toBe(false);
  });

  it.each([[border.id], [`officer-of-${border.id}`]])(
    'that is never for %s does not show itself there',
    (who) => {
      const hidden = [by(metroPolice, CaseOpened, {}, handledAs({ neverTo: [who, personOf(lantern)] }))];
      expect(shows(border, ...hidden)).toBe(false);
      expect(shows(metroPolice, ...hidden)).toBe(true);
    },
  );

  it('does not show itself by what was recorded about what is covert: a deadline, a correction, a change of handling', () => {
    const opening = by(metroPolice, CaseOpened, {}, covert);
    const deadline = by(lantern, DeadlineSet, {}, about(opening));
    const deadlineMissed = by(lantern, DeadlineMissed, {}, about(deadline));
    const correction = by(metroPolice, EventCorrected, {}, corrects(opening));
    const told = [opening, deadline, deadlineMissed, correction];
    expect(shows(border, ...told)).toBe(false);
    expect(shows(metroPolice, ...told)).toBe(true);
    const change = by(
      metroPolice,
      HandlingChanged,
      { covert: true, neverToOrganisations: [], neverToPeople: [] },
      about(opening),
    );
    expect(shows(border, by(metroPolice, CaseOpened), change)).toBe(true);
    expect(shows(border, opening, change)).toBe(false);
  });

  it('of which one part is covert does not show itself either', () => {
    const inPart = handledAs({ caveats: [{ caveat: 'covert', parts: ['core.told'] }] });
    expect(shows(border, by(metroPolice, CaseOpened, {}, inPart))).toBe(false);
  });

  it('shows itself when its recorder releases it, and no more when its recorder hides it', () => {
    const opening = by(metroPolice, CaseOpened, {}, covert);
    const change = (isCovert: boolean, ...neverToOrganisations: string[]) =>
      by(
        metroPolice,
        HandlingChanged,
        { covert: isCovert, neverToOrganisations, neverToPeople: [] },
        about(opening),
        covert,
      );
    expect(shows(border, opening, change(false))).toBe(true);
    expect(shows(border, opening, change(false), change(false, border.id))).toBe(false);
    expect(shows(border, opening, change(false), change(true))).toBe(false);
  });
});
