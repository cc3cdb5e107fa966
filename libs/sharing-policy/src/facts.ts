import type { AgencyFunction, PartSet, Purpose, Role } from '#casework';

/**
 * What policy may know of an event, from the point of view of one reading organisation: booleans and sets of parts
 * only, so that two events of the same kind are the same question and policy cannot depend on anything else.
 */
export interface EventFacts {
  /** The reading organisation recorded it. */
  readonly own: boolean;
  /** It is an age determination: its result (`core.coded`) goes to everyone who has outcomes of the case at all. */
  readonly ageResult: boolean;
  /** Only its recorder and a board may know of it: a decision to withhold, or an event retracted as the wrong child's. */
  readonly recorderAndBoardOnly: boolean;
  /**
   * It is addressed to the reading organisation: a referral made to it, a disclosure asked of it, a link proposed to a
   * lead that it concerns. It is seen even by an organisation that is not on the case, that event alone.
   */
  readonly addressed: boolean;
  /** Parts that the event's *recorder* has given to this organisation by a disclosure. */
  readonly disclosed: PartSet;
  /** Its existence is protected. A `covert` caveat on any part makes the whole event covert. */
  readonly covert: boolean;
  /** It may be released to named organisations only, and the reading organisation is not one of them. */
  readonly outsideReleasable: boolean;
  /**
   * Parts that the recorder has refused to this organisation, or withheld from it, as it stands now: a later
   * disclosure takes a part out of this set. Where both sets hold a part, the refusal counts.
   */
  readonly originatorHolds: PartSet;
  /** `neverTo` names the reading organisation. */
  readonly neverToOrganisation: boolean;
  /** Parts with the caveat `not-for-immigration`, less those that the recorder or the guardian has released. */
  readonly notForImmigration: PartSet;
  /** It stands on a case whose link to the reader's own is disputed. */
  readonly disputedLink: boolean;
}

/** The standing of the reading organisation on the case and those linked to it. */
export interface CaseFacts {
  readonly onCase: boolean;
  /** It is the responsible authority. */
  readonly responsible: boolean;
  readonly childMissing: boolean;
  /** For a board: an open review covers the case. Of an event: and the time of the event. */
  readonly reviewInScope: boolean;
  /** Somebody of the reading organisation has an emergency access to it that is open. */
  readonly emergency: boolean;
}

/** Who reads, why, and how they are related to the case at this moment. Never from a token, except role and purpose. */
export interface PersonFacts {
  readonly role: Role;
  readonly purpose: Purpose;
  /** Allocated worker, support worker or case worker of this child. */
  readonly allocated: boolean;
  /** Assigned to the investigation. */
  readonly investigating: boolean;
  /** Guardian of this child. */
  readonly guardian: boolean;
  /** Manages or supervises a team or people who have a relationship to the case. */
  readonly supervising: boolean;
  /** Reviewer of an open review. */
  readonly reviewing: boolean;
  /** Has an emergency access to the case that is open now. */
  readonly elevated: boolean;
  /** `neverTo` of this event names this person; for the role `system`: names any person of the organisation. */
  readonly neverTo: boolean;
}

export interface Reader {
  readonly function: AgencyFunction;
  readonly person: PersonFacts;
}

/** What is asked before anything is recorded. */
export interface RecordingFacts {
  readonly function: AgencyFunction;
  readonly role: Role;
  readonly purpose: Purpose;
  readonly onCase: boolean;
  /** The act begins a case. */
  readonly beginsCase: boolean;
  /**
   * The act is one that an organisation may do without being on the case: it answers a referral or a request made
   * to it, asks for a disclosure, or asks to join.
   */
  readonly fromOutside: boolean;
}

/** What somebody does with an emergency access: opens, ends or judges it, or learns that there is one. */
export type EmergencyAccessAct = 'open' | 'end' | 'review' | 'know-of';

/** Who does it, and how they are related to the person who has the access and to the child. */
export interface EmergencyAccessFacts {
  readonly function: AgencyFunction;
  readonly role: Role;
  readonly purpose: Purpose;
  /** They are the person who has it, or would have it. */
  readonly holder: boolean;
  /** They are of the holder's organisation. */
  readonly sameOrganisation: boolean;
  /** They are of the holder's team; where there is no other team, they supervise the holder or the other way round. */
  readonly sameTeam: boolean;
  readonly supervisesHolder: boolean;
  /** They are of the authority that is responsible for the child. */
  readonly responsibleAuthority: boolean;
}

/** What somebody does with a review of a safeguarding board. */
export type ReviewAct = 'open' | 'close' | 'record-finding' | 'read' | 'export';

export interface ReviewFacts {
  readonly function: AgencyFunction;
  readonly role: Role;
  readonly purpose: Purpose;
  /** The review is, or would be, of their own board. */
  readonly ownBoard: boolean;
  /** They are named as one of its reviewers, and it is open. */
  readonly reviewing: boolean;
}

/** An event that nobody has restricted and that is nobody's in particular: the ground from which facts are set. */
export const openEvent: EventFacts = {
  own: false,
  ageResult: false,
  recorderAndBoardOnly: false,
  addressed: false,
  disclosed: 0,
  covert: false,
  outsideReleasable: false,
  originatorHolds: 0,
  neverToOrganisation: false,
  notForImmigration: 0,
  disputedLink: false,
};
