import type { GraphQLError } from 'graphql';

type Names = readonly string[];

/**
 * What the GraphQL library says of a query, and what we say instead. Its own words suggest names of the schema ("Did you
 * mean ...?") and repeat values, and a value may be something that somebody wrote about a child.
 */
interface Wording {
  readonly said: RegExp;
  /** `named` stands for a name of the schema that whoever asked has not written. */
  readonly say: (names: Names, named: (name: string) => string) => string;
  /** Which of the names is the input that was wrong. */
  readonly field?: (names: Names) => string;
  /** The field is a name of the schema that whoever asked has not written. */
  readonly fieldOfSchema?: true;
}

const first = ([name = '']: Names): string => name;
const second = ([, name = '']: Names): string => name;

const limits: readonly Wording[] = [
  { said: /Query depth limit/, say: () => 'The query is nested too deeply.' },
  { said: /Aliases limit/, say: () => 'The query gives other names (aliases) to too many fields.' },
  { said: /Directives limit/, say: () => 'The query has too many directives.' },
  {
    said: /^Syntax Error: Document contains more tha[nt] (\d+) tokens/,
    say: ([tokens]) => `The query is too long: at most ${tokens} tokens.`,
  },
  { said: /^Too many validation errors/, say: () => 'There are more mistakes than are told at once.' },
];

const values: readonly Wording[] = [
  {
    said: /^Variable "\$(\w+)" got invalid value .*; Field "(\w+)" is not defined by type "\w+"\.(?: Did you mean.*)?$/s,
    say: ([variable, field]) => `There is no field "${field}" in $${variable}.`,
    field: second,
  },
  {
    said: /^Variable "\$(\w+)" got invalid value .*; Field "(\w+)" of required type "[\w![\]]+" was not provided\.$/s,
    say: ([variable, field = ''], named) => `$${variable} needs the field ${named(field)}.`,
    field: second,
    fieldOfSchema: true,
  },
  {
    // The first `at` that is not inside the quoted value, whose own quotation marks are escaped.
    said: /^Variable "\$(\w+)" got invalid value .*? at "(\1[\w.[\]]*)"/s,
    say: ([, path]) => `The value of ${path} is not one that it takes.`,
    field: second,
  },
  {
    said: /^Variable "\$(\w+)" (?:got|has) invalid value/,
    say: ([variable]) => `The value of the variable $${variable} is not one that it takes.`,
    field: first,
  },
  {
    said: /^Variable "\$(\w+)" of (?:required|non-null) type/,
    say: ([variable]) => `The variable $${variable} needs a value.`,
    field: first,
  },
  { said: /^Value ".*" does not exist in "\w+" enum/s, say: () => 'A value is not in its list of codes.' },
  {
    said: /(?:cannot represent|Expected (?:value of )?type|Expected non-nullable|^Enum "\w+")/,
    say: () => 'A value is not one that its place takes.',
  },
  {
    said: /^Argument "(\w+)" /,
    say: ([argument]) => `The argument "${argument}" needs a value.`,
    field: first,
  },
];

const documents: readonly Wording[] = [
  {
    said: /^Cannot query field "(\w+)"/,
    say: ([field]) => `There is no field "${field}" here.`,
    field: first,
  },
  {
    said: /^Unknown argument "(\w+)" on (?:field|directive) "@?(?:\w+\.)?(\w+)"/,
    say: ([argument, field]) => `"${field}" takes no argument "${argument}".`,
    field: first,
  },
  { said: /^Unknown type "(\w+)"/, say: ([type]) => `There is no type "${type}".` },
  {
    said: /^Unknown fragment "(\w+)"/,
    say: ([fragment]) => `The fragment "${fragment}" is not in the query.`,
  },
  {
    said: /^Unknown directive "(@\w+)"/,
    say: ([directive]) => `There is no directive "${directive}".`,
  },
  {
    said: /^Unknown operation named/,
    say: () => 'The query has no operation of the name that was asked for.',
  },
  {
    said: /^Schema is not configured to execute (\w+)/,
    say: ([operation]) => `There is no ${operation} that one could ask for here.`,
  },
  {
    said: /^Must provide operation name/,
    say: () => 'The query has several operations: say which by operationName.',
  },
  {
    said: /^Field "(\w+)" is not defined by type/,
    say: ([field]) => `There is no field "${field}" in this input.`,
    field: first,
  },
  {
    said: /^Field "(?:\w+\.)?(\w+)" of required type/,
    say: ([field = ''], named) => `The input needs the field ${named(field)}.`,
    field: first,
    fieldOfSchema: true,
  },
  {
    said: /^Field "(\w+)" argument "(\w+)" of type/,
    say: ([field, argument = ''], named) => `"${field}" needs the argument ${named(argument)}.`,
    field: second,
    fieldOfSchema: true,
  },
  {
    said: /^Field "(\w+)" of type .+ must have a selection of subfields/,
    say: ([field]) => `Say which fields of "${field}" you want.`,
    field: first,
  },
  {
    said: /^Field "(\w+)" must not have a selection/,
    say: ([field]) => `"${field}" has no fields of its own.`,
    field: first,
  },
  {
    said: /^Fields "(\w+)" conflict/,
    say: ([field]) =>
      `"${field}" is asked for twice in ways that differ: give one another name (alias: ${field}).`,
    field: first,
  },
  {
    said: /^Variable "\$(\w+)" of type .+ used in position/s,
    say: ([variable]) => `The variable $${variable} has another type than is needed where it stands.`,
    field: first,
  },
  {
    said: /^Variable "\$(\w+)" is not defined/,
    say: ([variable]) => `The variable $${variable} is not declared.`,
    field: first,
  },
  {
    said: /^Variable "\$(\w+)" is never used/,
    say: ([variable]) => `The variable $${variable} is declared and not used.`,
    field: first,
  },
  { said: /^Fragment "(\w+)" is never used/, say: ([name]) => `The fragment "${name}" is not used.` },
  {
    said: /^Fragment (?:"\w+" )?cannot be spread here/,
    say: () => 'A fragment stands where nothing of its type can be.',
  },
  { said: /^Cannot spread fragment/, say: () => 'A fragment contains itself.' },
  {
    said: /^GraphQL introspection (?:is not allowed|has been disabled)/,
    say: () => 'The schema is not told here; see the published schema.',
  },
  { said: /^Syntax Error/, say: () => 'The query is not GraphQL where the location says.' },
];

const requests: readonly Wording[] = [
  {
    said: /^This operation has been blocked as a potential Cross-Site Request Forgery/,
    say: () => 'Send the query as application/json.',
  },
  {
    said: /^POST body missing|must contain a non-empty `query`|must be strings/,
    say: () => 'Send JSON with the text of a GraphQL query under "query".',
  },
  { said: /^Operation batching disabled/, say: () => 'Send one query in a request.' },
  {
    said: /^[`'](variables|extensions|operationName)[`']/,
    say: ([part]) => `"${part}" in the request has the wrong form.`,
    field: first,
  },
];

const wordings = [...limits, ...values, ...documents, ...requests];

/** A helpful sentence about a request that the GraphQL library refused, and the input that it is about, where it is one. */
export const tellInvalidGraphql = (
  error: GraphQLError,
  tellSchema: boolean,
): { readonly message: string; readonly field?: string } => {
  const named = (name: string) => (tellSchema ? `"${name}"` : 'that the published schema names');
  for (const { said, say, field, fieldOfSchema } of wordings) {
    const names = said.exec(error.message)?.slice(1);
    if (names === undefined) continue;
    const mayName = field !== undefined && (tellSchema || fieldOfSchema !== true);
    return { message: say(names, named), ...(mayName ? { field: field(names) } : {}) };
  }
  return { message: 'The request is not one that this service takes.' };
};
