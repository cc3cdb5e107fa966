import { describe, expect, it } from '@jest/globals';
import { derivedId } from '#kernel';
import { CaseOpened } from '../intake/case-management-events.js';
import { ContactReceived } from '../intake/contact-events.js';
import { ReferralAccepted, ReferralMade } from '../intake/referral-events.js';
import { ResponsibilityAccepted } from '../people-on-the-case/events.js';
import { givenCases } from '../specification.fixture.js';
import {
  about,
  by,
  eastmoor,
  hilltopSchool,
  lantern,
  metroPolice,
  northbridge,
  occurring,
  removals,
  stBrides,
  withdraws,
  type Act,
  type Agency,
} from '../story.fixture.js';
import { LinkDisputed, RecordLinked, RecordLinkProposed, RecordUnlinked } from './events.js';
import { linkedCases } from './link-state.js';

const [refuge, police, council, hospital] = ['refuge', 'police', 'council', 'hospital'].map((name) =>
  derivedId(name),
) as [string, string, string, string];
const cases = [refuge, police, council];
const known = {
  [refuge]: [by(lantern, CaseOpened)],
  [police]: [by(metroPolice, CaseOpened)],
  [council]: [by(eastmoor, ContactReceived)],
  [hospital]: [by(stBrides, CaseOpened)],
};
const proposed = by(metroPolice, RecordLinkProposed, { cases });
const agrees = (agency: Agency, ...agreedAsLead: string[]): Act =>
  by(agency, RecordLinked, { cases, agreedAsLead, agreedAsResponsibleAuthority: [] });
const agreesAsAuthority = (agency: Agency, mine: string[], others: string[]): Act =>
  by(agency, RecordLinked, { cases, agreedAsLead: mine, agreedAsResponsibleAuthority: others });
const disputes = (agency: Agency, id: string): Act => by(agency, LinkDisputed, { cases, disputedFor: [id] });
const unlinks = (agency: Agency, ...takenOut: string[]): Act =>
  by(agency, RecordUnlinked, { cases, takenOut });

const joinedBy = (...acts: readonly Act[]) => linkedCases(givenCases(known).andOnTheLink(...acts).link);
const nothing = { joined: [], disputed: [] };

describe('proposing that cases are one child', () => {
  it('is for any organisation on one of the cases', () => {
    givenCases(known).when(proposed).thenRecorded(RecordLinkProposed);
    givenCases(known)
      .when(by(hilltopSchool, RecordLinkProposed, { cases }))
      .thenRefused('organisation-is-on-a-linked-case');
  });

  it('joins nothing by itself', () => {
    expect(joinedBy(proposed)).toEqual(nothing);
  });

  it('names two cases or more, each once', () => {
    givenCases(known)
      .when(by(metroPolice, RecordLinkProposed, { cases: [police] }))
      .thenRefused('link-names-two-cases');
    givenCases(known)
      .when(by(metroPolice, RecordLinkProposed, { cases: [police, police] }))
      .thenRefused('link-names-two-cases');
  });

  it('answers the same whether the case of others that it names exists or not, and joins nothing where it does not', () => {
    const absent = derivedId('no case');
    const naming = by(metroPolice, RecordLinkProposed, { cases: [police, absent] });
    givenCases(known).when(naming).thenRecorded(RecordLinkProposed);
    givenCases(known)
      .when(
        by(metroPolice, RecordLinked, {
          cases: [police, absent],
          agreedAsLead: [police, absent],
          agreedAsResponsibleAuthority: [],
        }),
      )
      .thenRefused('lead-agrees-to-a-link');
    expect(joinedBy(naming)).toEqual(nothing);
  });

  it('is done once for a link', () => {
    givenCases(known)
      .andOnTheLink(proposed)
      .when(by(lantern, RecordLinkProposed, { cases }))
      .thenRefused('link-begins');
  });
});

describe('any action about a link', () => {
  it('obeys the rules of every action', () => {
    givenCases({ ...known, [police]: [by(removals, CaseOpened)] })
      .when(by(removals, RecordLinkProposed, { cases }))
      .thenRefused('organisation-works-on-cases');
    givenCases(known)
      .when(by(metroPolice, RecordLinkProposed, { cases }, occurring('2010-11-03')))
      .thenRefused('occurred-before-recorded');
    givenCases(known)
      .when(by(metroPolice, RecordLinkProposed, { cases }, withdraws(proposed)))
      .thenRefused('relation-belongs-to-the-action');
  });
});

describe('agreeing to a link', () => {
  it('takes the leads of two cases', () => {
    expect(joinedBy(proposed, agrees(metroPolice, police))).toEqual(nothing);
    expect(joinedBy(proposed, agrees(metroPolice, police), agrees(lantern, refuge))).toEqual({
      joined: [refuge, police],
      disputed: [],
    });
  });

  it('may begin the link, without a proposal', () => {
    givenCases(known).when(agrees(lantern, refuge)).thenRecorded(RecordLinked);
  });

  it('is for the lead of the case alone', () => {
    givenCases(known)
      .andOnTheLink(proposed)
      .when(agrees(lantern, refuge, council))
      .thenRefused('lead-agrees-to-a-link');
    const referral = by(lantern, ReferralMade, { to: northbridge.id });
    const joined = [
      by(lantern, CaseOpened),
      referral,
      by(northbridge, ReferralAccepted, {}, about(referral)),
    ];
    givenCases({ ...known, [refuge]: joined })
      .andOnTheLink(proposed)
      .when(agrees(northbridge, refuge))
      .thenRefused('lead-agrees-to-a-link');
  });

  it('says for which case', () => {
    givenCases(known)
      .andOnTheLink(proposed)
      .when(agrees(lantern))
      .thenRefused('action-is-on-a-case-of-the-link');
    givenCases(known)
      .andOnTheLink(proposed)
      .when(agrees(stBrides, hospital))
      .thenRefused('organisation-is-on-a-linked-case');
  });

  it('keeps the cases that were named', () => {
    givenCases(known)
      .andOnTheLink(proposed)
      .when(
        by(lantern, RecordLinked, {
          cases: [refuge, police, hospital],
          agreedAsLead: [refuge],
          agreedAsResponsibleAuthority: [],
        }),
      )
      .thenRefused('link-keeps-its-cases');
  });

  describe('by the authority responsible for one that has agreed, for another', () => {
    const referral = by(lantern, ReferralMade, { to: northbridge.id });
    const withAuthority = {
      ...known,
      [refuge]: [
        by(lantern, CaseOpened),
        referral,
        by(northbridge, ReferralAccepted, {}, about(referral)),
        by(northbridge, ResponsibilityAccepted),
      ],
    };
    const proposedByTheOther = by(eastmoor, RecordLinkProposed, { cases });
    const forTheCouncil = agreesAsAuthority(northbridge, [refuge], [council]);

    it('may be given where an organisation on the other case proposed the link', () => {
      givenCases(withAuthority)
        .andOnTheLink(proposedByTheOther)
        .when(forTheCouncil)
        .thenRecorded(RecordLinked);
      expect(joinedBy(proposedByTheOther, forTheCouncil)).toEqual({
        joined: [refuge, council],
        disputed: [],
      });
    });

    it('may be given where the authority was told of the other case, or is on it', () => {
      const toTheAuthority = by(eastmoor, ReferralMade, { to: northbridge.id });
      const told = [by(eastmoor, ContactReceived), toTheAuthority];
      for (const other of [told, [...told, by(northbridge, ReferralAccepted, {}, about(toTheAuthority))]])
        givenCases({ ...withAuthority, [council]: other })
          .when(forTheCouncil)
          .thenRecorded(RecordLinked);
    });

    it('is not given where it knows no more than an id: it is answered as for no case at all', () => {
      const rule = 'authority-was-told-of-the-case-it-agrees-for';
      const absent = derivedId('no case');
      const elsewhere = { [council]: [by(eastmoor, CaseOpened), by(eastmoor, ResponsibilityAccepted)] };
      const naming = (other: string) =>
        by(northbridge, RecordLinked, {
          cases: [refuge, other],
          agreedAsLead: [refuge],
          agreedAsResponsibleAuthority: [other],
        });
      givenCases(withAuthority).when(naming(council)).thenRefused(rule);
      givenCases({ ...withAuthority, ...elsewhere })
        .when(naming(council))
        .thenRefused(rule);
      givenCases(withAuthority).when(naming(absent)).thenRefused(rule);
      // A proposal by who is not on the other case tells no more than an id does.
      for (const stranger of [northbridge, lantern])
        givenCases(withAuthority)
          .andOnTheLink(by(stranger, RecordLinkProposed, { cases }))
          .when(forTheCouncil)
          .thenRefused(rule);
    });

    it('needs its own case to have agreed, and no other authority to be responsible', () => {
      const rule = 'responsible-authority-agrees-to-a-link';
      givenCases(withAuthority)
        .andOnTheLink(proposedByTheOther)
        .when(agreesAsAuthority(northbridge, [], [council]))
        .thenRefused(rule);
      givenCases(known)
        .andOnTheLink(proposedByTheOther)
        .when(agreesAsAuthority(lantern, [refuge], [council]))
        .thenRefused(rule);
      givenCases({
        ...withAuthority,
        [council]: [by(eastmoor, CaseOpened), by(eastmoor, ResponsibilityAccepted)],
      })
        .andOnTheLink(proposedByTheOther)
        .when(forTheCouncil)
        .thenRefused(rule);
    });
  });
});

describe('disputing a link', () => {
  const agreed = [proposed, agrees(metroPolice, police), agrees(lantern, refuge)];

  it('is for the lead of a case that is named', () => {
    givenCases(known)
      .andOnTheLink(...agreed)
      .when(disputes(eastmoor, council))
      .thenRecorded(LinkDisputed);
    givenCases(known)
      .andOnTheLink(...agreed)
      .when(disputes(lantern, council))
      .thenRefused('lead-disputes-a-link');
  });

  it('needs a link', () => {
    givenCases(known).when(disputes(eastmoor, council)).thenRefused('link-begins');
  });

  it("keeps the lead's case apart, and the others joined", () => {
    expect(
      joinedBy(proposed, disputes(eastmoor, council), agrees(metroPolice, police), agrees(lantern, refuge)),
    ).toEqual({
      joined: [refuge, police],
      disputed: [council],
    });
  });

  it('shows nothing of a case to one organisation that has agreed with nobody but itself', () => {
    const two = [proposed, agrees(lantern, refuge, police)];
    expect(joinedBy(...two, disputes(eastmoor, council))).toEqual({ joined: [refuge, police], disputed: [] });
    const authority = agreesAsAuthority(northbridge, [refuge], [council]);
    expect(joinedBy(proposed, authority, disputes(eastmoor, council)).disputed).toEqual([]);
  });

  it('takes a case that had agreed out of the joined ones', () => {
    expect(joinedBy(...agreed, disputes(lantern, refuge))).toEqual({ joined: [police], disputed: [refuge] });
  });

  it('ends when the same lead agrees, and not when an authority agrees for it', () => {
    const all = [...agreed, agrees(eastmoor, council), disputes(eastmoor, council)];
    expect(joinedBy(...all, agreesAsAuthority(northbridge, [], [council])).disputed).toEqual([council]);
    expect(joinedBy(...all, agrees(eastmoor, council))).toEqual({ joined: cases, disputed: [] });
  });
});

describe('unlinking', () => {
  const agreed = [proposed, agrees(metroPolice, police), agrees(lantern, refuge), agrees(eastmoor, council)];

  it('is for an organisation that leads one of the cases', () => {
    givenCases(known)
      .andOnTheLink(...agreed)
      .when(unlinks(eastmoor, council))
      .thenRecorded(RecordUnlinked);
    const referral = by(lantern, ReferralMade, { to: northbridge.id });
    const joined = [
      by(lantern, CaseOpened),
      referral,
      by(northbridge, ReferralAccepted, {}, about(referral)),
    ];
    givenCases({ ...known, [refuge]: joined })
      .andOnTheLink(...agreed)
      .when(unlinks(northbridge, refuge))
      .thenRefused('lead-ends-a-link');
  });

  it('takes a case out from then on, and leaves the others joined', () => {
    expect(joinedBy(...agreed, unlinks(eastmoor, council))).toEqual({
      joined: [refuge, police],
      disputed: [],
    });
  });

  it('ends the link when fewer than two cases are left', () => {
    expect(joinedBy(...agreed, unlinks(eastmoor, council, police))).toEqual(nothing);
  });

  it('is not undone by agreeing again: that is another link', () => {
    givenCases(known)
      .andOnTheLink(...agreed, unlinks(eastmoor, council))
      .when(agrees(eastmoor, council))
      .thenRefused('action-is-on-a-case-of-the-link');
  });
});
