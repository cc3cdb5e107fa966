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
  readonly interrupted?: AbortSignal;
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
  /** Fetches a file by its path, as a person. */
  readonly fetch: (path: string, as: Fetching) => Promise<Response>;
}

export interface Fetching {
  readonly person: string;
  readonly purpose: string;
  readonly interrupted: AbortSignal;
}

/** The question could not be put; the message says what to do. */
export class CannotAsk extends Error {
  override readonly name = 'CannotAsk';
}

/** The refusals of an answer that is no success. @throws CannotAsk where it is not this service that answers */
export const refusalsIn = async (response: Response): Promise<NonNullable<Answer['errors']>> => {
  const { errors } = (await response.json().catch(() => ({}))) as Answer;
  if (errors === undefined) throw new CannotAsk(`It was answered with ${response.status} and no reason.`);
  return errors;
};

export const serviceAt = (address: string): Service => {
  const get = async (path: string, request?: RequestInit): Promise<Response> => {
    try {
      return await fetch(address + path, request);
    } catch (cause) {
      if (request?.signal?.aborted === true) throw new CannotAsk('Interrupted.', { cause });
      throw new CannotAsk(`Nothing answers on ${address}. Is it running (npm start), and is PORT the same?`, {
        cause,
      });
    }
  };
  const post = (
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
    interrupted?: AbortSignal,
  ) =>
    get(path, {
      ...(interrupted === undefined ? {} : { signal: interrupted }),
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
  const headersOf = async (person: string, purpose: string | null) => ({
    authorization: `Bearer ${await tokenOf(person)}`,
    ...(purpose === null ? {} : { 'x-purpose': purpose }),
  });
  return {
    people: async () => {
      const response = await get('/dev/people');
      return ((await response.json()) as { people: readonly ListedPerson[] }).people;
    },
    ask: async ({ person, purpose, query, variables = {}, interrupted }) => {
      const headers = await headersOf(person, purpose);
      const answer = await post('/graphql', { query, variables }, headers, interrupted);
      return answer.json() as Promise<Answer>;
    },
    fetch: async (path, { person, purpose, interrupted }) =>
      get(path, { headers: await headersOf(person, purpose), signal: interrupted }),
  };
};
