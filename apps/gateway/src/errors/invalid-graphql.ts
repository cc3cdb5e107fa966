import type { GraphQLError } from 'graphql';

/** `hidden` stands for names of the schema that whoever asked has not written. */
type Wording = (names: readonly string[], hidden: (name: string) => string) => string;

/**
 * What the GraphQL library says of a query, and what we say instead. Its own words suggest names of the schema ("Did you
 * mean ...?") and repeat values, and a value may be something that somebody wrote about a child.
 */
const wordings: readonly (readonly [RegExp, Wording])[] = [
  [/^Cannot query field "(\w+)"/, ([field]) => `There is no field "${field}" here.`],
  [
    /^Unknown argument "(\w+)" on (?:field|directive) "@?(?:\w+\.)?(\w+)"/,
    ([argument, field]) => `"${field}" takes no argument "${argument}".`,
  ],
  [/^Unknown type "(\w+)"/, ([type]) => `There is no type "${type}".`],
  [/^Unknown fragment "(\w+)"/, ([fragment]) => `The fragment "${fragment}" is not in the query.`],
  [/^Unknown directive "(@\w+)"/, ([directive]) => `There is no directive "${directive}".`],
  [/^Unknown operation named/, () => 'The query has no operation of the name that was asked for.'],
  [/^Must provide operation name/, () => 'The query has several operations: say which by operationName.'],
  [/^Field "(\w+)" is not defined by type/, ([field]) => `There is no field "${field}" in this input.`],
  [
    /^Field "(?:\w+\.)?(\w+)" of required type/,
    ([field], hidden) => `The input needs the field ${hidden(field ?? '')}.`,
  ],
  [
    /^Field "(\w+)" argument "(\w+)" of type/,
    ([field, argument], hidden) => `"${field}" needs the argument ${hidden(argument ?? '')}.`,
  ],
  [/^Argument "(\w+)" /, ([argument]) => `The argument "${argument}" needs a value.`],
  [
    /^Field "(\w+)" of type .+ must have a selection of subfields/,
    ([field]) => `Say which fields of "${field}" you want.`,
  ],
  [/^Field "(\w+)" must not have a selection/, ([field]) => `"${field}" has no fields of its own.`],
  [
    /^Fields "(\w+)" conflict/,
    ([field]) =>
      `"${field}" is asked for twice in ways that differ: give each a name of its own (alias: ${field}).`,
  ],
  [
    /^Variable "(\$\w+)" of (?:required|non-null) type/,
    ([variable]) => `The variable ${variable} needs a value.`,
  ],
  [
    /^Variable "(\$\w+)" got invalid value .*; Field "(\w+)" is not defined by type "\w+"\.(?: Did you mean.*)?$/s,
    ([variable, field]) => `There is no field "${field}" in ${variable}.`,
  ],
  [
    /^Variable "(\$\w+)" got invalid value .*; Field "(\w+)" of required type "[\w![\]]+" was not provided\.$/s,
    ([variable, field], hidden) => `${variable} needs the field ${hidden(field ?? '')}.`,
  ],
  [
    /^Variable "(\$\w+)" got invalid value .* at "([\w.[\]]+)"/s,
    ([, path]) => `The value of ${path} is not one that it takes.`,
  ],
  [
    /^Variable "(\$\w+)" got invalid value/,
    ([variable]) => `The value of the variable ${variable} is not one that it takes.`,
  ],
  [
    /^Variable "(\$\w+)" of type .+ used in position/s,
    ([variable]) => `The variable ${variable} has another type than is needed where it stands.`,
  ],
  [/^Variable "(\$\w+)" is not defined/, ([variable]) => `The variable ${variable} is not declared.`],
  [/^Variable "(\$\w+)" is never used/, ([variable]) => `The variable ${variable} is declared and not used.`],
  [/^Fragment "(\w+)" is never used/, ([fragment]) => `The fragment "${fragment}" is not used.`],
  [/^Fragment (?:"\w+" )?cannot be spread here/, () => 'A fragment stands where nothing of its type can be.'],
  [/^Cannot spread fragment/, () => 'A fragment contains itself.'],
  [/^Value "?(\w+)"? does not exist in "(\w+)" enum/, () => 'A value is not in its list of codes.'],
  [
    /^GraphQL introspection (?:is not allowed|has been disabled)/,
    () => 'The schema is not told here; see the published schema.',
  ],
  [
    /^Syntax Error: Document contains more than (\d+) tokens/,
    ([tokens]) => `The query is too long: at most ${tokens} tokens.`,
  ],
  [/^Syntax Error/, () => 'The query is not GraphQL where the location says.'],
  [/^Too many validation errors/, () => 'There are more mistakes than are told at once.'],
  [/exceeds maximum depth|Query depth limit/i, () => 'The query is nested too deeply.'],
  [/Query Cost limit/i, () => 'The query asks for too much at once.'],
  [/Directives limit/i, () => 'The query has too many directives.'],
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery/,
    () => 'Send the query as application/json.',
  ],
  [
    /^POST body missing|must contain a non-empty `query`|must be strings/,
    () => 'Send JSON with the text of a GraphQL query under "query".',
  ],
  [/^Operation batching disabled/, () => 'Send one query in a request.'],
  [/^`(variables|extensions|operationName)`/, ([field]) => `"${field}" in the request has the wrong form.`],
];

const valueWhereItStands =
  /(?:cannot represent|Expected (?:value of )?type|Expected non-nullable|Enum "\w+")/;

/** A helpful sentence about a query that the GraphQL library refused, and the input that it is about, where it is one. */
export const tellInvalidGraphql = (
  error: GraphQLError,
  tellSchema: boolean,
): { readonly message: string; readonly field?: string } => {
  const hidden = (name: string) => (tellSchema ? `"${name}"` : 'that the published schema names');
  for (const [pattern, wording] of wordings) {
    const match = pattern.exec(error.message);
    if (match === null) continue;
    const names = match.slice(1);
    return { message: wording(names, hidden), ...fieldOf(error.message, tellSchema) };
  }
  if (valueWhereItStands.test(error.message)) return { message: 'A value is not one that its place takes.' };
  return { message: 'The request is not one that this service takes.' };
};

const fieldPatterns: readonly (readonly [RegExp, 'written' | 'schema'])[] = [
  [
    /^Variable "\$\w+" got invalid value .*; Field "(\w+)" is not defined by type "\w+"\.(?: Did you mean.*)?$/s,
    'written',
  ],
  [
    /^Variable "\$\w+" got invalid value .*; Field "(\w+)" of required type "[\w![\]]+" was not provided\.$/s,
    'schema',
  ],
  [/^Variable "\$\w+" got invalid value .* at "([\w.[\]]+)"/s, 'written'],
  [/^Variable "\$(\w+)"/, 'written'],
  [/^Cannot query field "(\w+)"/, 'written'],
  [/^Unknown argument "(\w+)"/, 'written'],
  [/^Field "(\w+)" is not defined by type/, 'written'],
  [/^Argument "(\w+)" /, 'written'],
  [/^Field "(?:\w+\.)?(\w+)" of required type/, 'schema'],
  [/^Field "\w+" argument "(\w+)" of type/, 'schema'],
];

const fieldOf = (message: string, tellSchema: boolean): { readonly field?: string } => {
  for (const [pattern, origin] of fieldPatterns) {
    const field = pattern.exec(message)?.[1];
    if (field !== undefined && (origin === 'written' || tellSchema)) return { field };
  }
  return {};
};
