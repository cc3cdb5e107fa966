import { randomId } from '#kernel';

/** A request to `/graphql`, so that the very same can be sent again. */
export interface Request {
  readonly as: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An action: what a case worker's system sends, and sends again where it got no answer. */
export interface Action extends Request {
  readonly key: string;
  /** What the action says in words, unique to it; null where it says nothing of the kind. */
  readonly words: string | null;
}

export interface GraphqlError {
  readonly message: string;
  readonly extensions: { readonly code: string };
}

export interface Answer {
  readonly status: number;
  readonly correlation: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphqlError[];
}

/** What an action is answered with; the rest of the answer, such as the entry, is read by name. */
export interface RecordedAnswer {
  readonly eventId: string;
  readonly type: string;
  readonly caseId: string;
  /** For `atLeast`. */
  readonly position: string;
  readonly repeated: boolean;
}

export interface Client {
  /** Rejects where no whole answer came; `answering` is told as soon as one begins to come. */
  readonly ask: (request: Request, answering?: (correlation: string) => void) => Promise<Answer>;
  readonly get: (path: string) => Promise<{ readonly status: number; readonly body: string }>;
}

/** Where a client asks, and as whom it may. */
export interface Reached {
  /** Each request goes to another than the one before. */
  readonly addresses: () => readonly string[];
  readonly tokenOf: (person: string) => Promise<string>;
}

/** A client of the embedded profile, whose own issuer gives the tokens. */
export const clientOf = (address: string): Client => {
  const tokens = new Map<string, Promise<string>>();
  const fetchToken = async (person: string): Promise<string> => {
    const response = await fetch(`${address}/dev/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
    if (!response.ok) throw new Error(`No token for ${person}: ${response.status}`);
    return ((await response.json()) as { token: string }).token;
  };
  const tokenOf = (person: string): Promise<string> => {
    const token = tokens.get(person) ?? fetchToken(person);
    tokens.set(person, token);
    return token;
  };
  return clientAt({ addresses: () => [address], tokenOf });
};

export const clientAt = ({ addresses, tokenOf }: Reached): Client => {
  let asked = 0;
  const next = (): string => {
    const all = addresses();
    return all[(asked += 1) % all.length] ?? '';
  };
  return {
    ask: async ({ as, query, variables }, answering = () => undefined) => {
      const correlation = randomId();
      const response = await fetch(`${next()}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenOf(as)}`,
          'x-purpose': 'safeguarding',
          'x-correlation-id': correlation,
        },
        body: JSON.stringify({ query, variables }),
      });
      if (response.ok) answering(correlation);
      const { data = null, errors = [] } = (await response.json()) as Partial<Answer>;
      return { status: response.status, correlation, data, errors };
    },
    get: async (path) => {
      const response = await fetch(`${next()}${path}`);
      return { status: response.status, body: await response.text() };
    },
  };
};

const told = 'eventId caseId type occurred recordedAt position inForce';

const action = (
  as: string,
  name: string,
  input: string,
  place: Readonly<Record<string, unknown>>,
  details: Readonly<Record<string, unknown>>,
  words: string | null = null,
): Action => {
  const key = `crash-${randomId()}`;
  return {
    as,
    key,
    words,
    query: `mutation ($action: ActionInput!, $details: ${input}!) {
      recorded: ${name}(action: $action, details: $details) { ${told} repeated }
    }`,
    variables: { action: { key, occurred: '2011-03-01', lawfulBasis: 'PUBLIC_TASK', ...place }, details },
  };
};

export const openCase = (as: string): Action =>
  action(
    as,
    'openCase',
    'CaseOpenedInput',
    {},
    {
      howKnown: 'OUTREACH',
      reason: ['TRAFFICKING'],
      summary: 'Met on outreach; says that he works in a car wash and sleeps there.',
    },
  );

export const recordContact = (as: string, caseId: string): Action => {
  const words = `He came to the desk and asked for a bed. Note ${randomId()}.`;
  const details = {
    channel: 'IN_PERSON',
    contactedBy: 'CHILD',
    helpAskedFor: ['SOMEWHERE_TO_LIVE'],
    childPresent: true,
    account: words,
  };
  return action(as, 'recordContact', 'ContactReceivedInput', { caseId }, details, words);
};

export const makeReferral = (as: string, caseId: string, to: string): Action =>
  action(
    as,
    'makeReferral',
    'ReferralMadeInput',
    { caseId },
    {
      to,
      concerns: ['TRAFFICKING'],
      urgency: 'SAME_DAY',
      circumstances: 'Told us that the owner of the car wash keeps his passport.',
      actionAskedFor: 'See him with us tomorrow.',
      consentSought: 'GIVEN',
    },
  );

/** Accepting joins the organisation to the case: two events of one action. */
export const acceptReferral = (as: string, caseId: string, referral: string): Action =>
  action(
    as,
    'acceptReferral',
    'ReferralAcceptedInput',
    { caseId, relations: [{ kind: 'ABOUT', eventId: referral }] },
    { nextStep: 'An officer sees him tomorrow morning.' },
  );

/** The same action with the same key, which reads back what was recorded as well. */
export const askedBack = ({ query, ...same }: Action): Request => ({
  ...same,
  query: query.replace('repeated }', 'repeated entry { eventId ... on ContactReceived { account } } }'),
});

const entries =
  '{ edges { cursor node { eventId ... on ContactReceived { account } } } pageInfo { hasNextPage } }';

export const timelineOf = (
  as: string,
  caseId: string,
  page: { readonly after?: string | null; readonly atLeast?: string | null } = {},
): Request => ({
  as,
  query: `query ($caseId: ID!, $after: String, $atLeast: String) {
    timeline(caseId: $caseId, first: 25, after: $after, atLeast: $atLeast) ${entries}
  }`,
  variables: { caseId, ...page },
});

export const summaryOf = (as: string, caseId: string): Request => ({
  as,
  query: 'query ($caseId: ID!) { case(id: $caseId) { caseId missingNow } }',
  variables: { caseId },
});

export const casesOf = (as: string): Request => ({
  as,
  query: '{ cases(first: 100) { edges { node { caseId } } } }',
  variables: {},
});
