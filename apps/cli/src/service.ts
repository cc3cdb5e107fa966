/** Someone whom one can be, as `/dev/people` lists them. */
export interface ListedPerson {
  readonly handle: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: { readonly id: string; readonly name: string; readonly function: string };
  readonly purposes: readonly string[];
}

export interface Question {
  /** The handle of somebody whom `people` lists. */
  readonly person: string;
  /** Null where the question needs none, as `me` does. */
  readonly purpose: string | null;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** A running instance of the embedded profile, asked over HTTP like any client asks it. */
export interface Service {
  readonly people: () => Promise<readonly ListedPerson[]>;
  readonly ask: (question: Question) => Promise<Answer>;
}

/** The question could not be put; the message says what to do. */
export class CannotAsk extends Error {
  override readonly name = 'CannotAsk';
}

export const serviceAt = (address: string): Service => {
  const get = async (path: string, request?: RequestInit): Promise<Response> => {
    try {
      return await fetch(address + path, request);
    } catch (cause) {
      throw new CannotAsk(`Nothing answers on ${address}. Is it running (npm start), and is PORT the same?`, {
        cause,
      });
    }
  };
  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    get(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const tokenOf = async (person: string): Promise<string> => {
    const response = await post('/dev/tokens', { person });
    if (!response.ok)
      throw new CannotAsk(`Nobody has the handle ${person}. "npm run -s people" lists everyone.`);
    return ((await response.json()) as { token: string }).token;
  };
  return {
    people: async () => {
      const response = await get('/dev/people');
      return ((await response.json()) as { people: readonly ListedPerson[] }).people;
    },
    ask: async ({ person, purpose, query, variables = {} }) => {
      const headers = {
        authorization: `Bearer ${await tokenOf(person)}`,
        ...(purpose === null ? {} : { 'x-purpose': purpose }),
      };
      return (await post('/graphql', { query, variables }, headers)).json() as Promise<Answer>;
    },
  };
};
