import { describe, it } from '@jest/globals';
import { CaseOpened } from '../intake/case-management-events.js';
import { EventRetracted } from '../integrity/events.js';
import { given } from '../specification.fixture.js';
import { about, by, metroPolice, northbridge, prosecutor, withdraws } from '../story.fixture.js';
import { PoliceEncounterRecorded } from './encounter-events.js';
import { EvidenceOpportunityIdentified, EvidenceOpportunityLost } from './evidence-events.js';
import { InvestigationClosed, InvestigationOpened, NonPunishmentConsidered } from './investigation-events.js';

const encounter = by(metroPolice, PoliceEncounterRecorded);
const investigating = by(metroPolice, InvestigationOpened);

describe('an investigation', () => {
  it('is closed only while it is open', () => {
    given(encounter).when(by(metroPolice, InvestigationClosed)).thenRefused('investigation-is-open');
    given(encounter, investigating)
      .when(by(metroPolice, InvestigationClosed))
      .thenRecorded(InvestigationClosed);
    given(encounter, investigating, by(metroPolice, InvestigationClosed))
      .when(by(metroPolice, InvestigationClosed, {}, about(investigating)))
      .thenRefused('investigation-is-open');
  });

  it('that was opened in error was never open', () => {
    given(encounter, investigating, by(metroPolice, EventRetracted, {}, withdraws(investigating)))
      .when(by(metroPolice, InvestigationClosed))
      .thenRefused('investigation-is-open');
  });

  it('is not opened by anybody but the police', () => {
    given(by(northbridge, CaseOpened))
      .when(by(northbridge, InvestigationOpened))
      .thenRefused('organisation-records-what-it-owns');
  });
});

describe('an evidence opportunity', () => {
  it('may be lost without anybody having recorded that there was one', () => {
    given(encounter).when(by(metroPolice, EvidenceOpportunityLost)).thenRecorded(EvidenceOpportunityLost);
  });

  it('is named as lost where it was recorded, and nothing else is', () => {
    const opportunity = by(metroPolice, EvidenceOpportunityIdentified);
    given(encounter, opportunity)
      .when(by(metroPolice, EvidenceOpportunityLost, {}, about(opportunity)))
      .thenRecorded(EvidenceOpportunityLost);
    given(encounter)
      .when(by(metroPolice, EvidenceOpportunityLost, {}, about(encounter)))
      .thenRefused('relation-names-the-right-type');
  });
});

describe('non-punishment', () => {
  it('is considered by the prosecutor alone', () => {
    given(encounter)
      .when(by(metroPolice, NonPunishmentConsidered))
      .thenRefused('organisation-records-what-it-owns');
    given(encounter)
      .linkedTo(by(prosecutor, CaseOpened))
      .when(by(prosecutor, NonPunishmentConsidered))
      .thenRecorded(NonPunishmentConsidered);
  });
});
