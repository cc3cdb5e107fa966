import type { Configuration } from '#platform';
import { peopleTable } from '../../cli/src/index.js';
import type { Standalone } from './standalone.js';

/** Who tells most about the sample cases: of every function somebody, and of Miriam's case everyone who matters. */
const tellingPeople = [
  'grace-northbridge',
  'helen-northbridge',
  'sandra-northbridge',
  'priya-metro',
  'tom-metro',
  'samir-border',
  'gareth-asylum',
  'roy-removals',
  'frances-authority',
  'ruth-st-brides',
  'beth-hilltop',
  'isla-guardians',
  'amina-lantern',
  'theo-prosecutor',
  'edmund-board',
  'anita-analysis',
];

/** The same question from five people; the answers are in the README. */
const askers = [
  ['The police investigator', 'priya-metro', 'criminal-investigation'],
  ['The safeguarding officer at the border', 'samir-border', 'safeguarding'],
  ['The social worker to whom she is allocated', 'grace-northbridge', 'safeguarding'],
  ['Her support worker', 'amina-lantern', 'safeguarding'],
  ['A reviewer of the board whom no review of her case names: nothing', 'philip-board', 'review'],
] as const;

const entries = 14;

/** What a newcomer reads in the terminal: where it is, who one can be, and what to ask first. */
export const greeting = (
  { address, feed, directory, sampleCases }: Standalone,
  { dataFolder }: Pick<Configuration, 'dataFolder'>,
): string => {
  const miriam = sampleCases.get('miriam');
  const known = tellingPeople.flatMap((handle) => {
    const person = directory.person(handle);
    const organisation = person && directory.organisation(person.organisation);
    return organisation ? [{ handle, role: person.role, organisation, purposes: [] }] : [];
  });
  const lines = [
    `Listening on ${address}. The data is in ${dataFolder}.`,
    `In a browser: ${address}/graphql is GraphiQL; choose somebody there and ask.`,
    `Over gRPC: ${feed} is the feed; docs/subscribe-over-grpc.md says how to subscribe.`,
    'For development and demonstration only: everyone in it is fictional, and no real child may be recorded.',
  ];
  if (miriam === undefined) return `${lines.join('\n')}\n`;
  const { port, hostname } = new URL(address);
  const where = `${hostname === '127.0.0.1' ? '' : `HOST=${hostname} `}${port === '4000' ? '' : `PORT=${port} `}`;
  const everybody = [...directory.people()].length;
  return [
    ...lines,
    '',
    `You can be any of ${everybody} people, among them:`,
    ...peopleTable(known).map((line) => `  ${line}`),
    `All of them, and for what each may ask: ${where}npm run -s people, or GET ${address}/dev/people`,
    '',
    "Ask for the first entries of Miriam's timeline as five of them (in a second terminal, in this folder):",
    ...askers.flatMap(([who, person, purpose]) => [
      `  ${who}:`,
      `    ${where}npm run -s timeline ${person} ${purpose} ${miriam} ${entries}`,
    ]),
    '',
    'Stop with Ctrl-C. What was recorded is there at the next start.',
    '',
  ].join('\n');
};
