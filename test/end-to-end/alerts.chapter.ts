import { describe, expect, it } from '@jest/globals';
import { asked, refusalOf, timelineOf } from './asking.fixture.js';
import { like, recordAndSettle } from './recording.fixture.js';
import { throughline } from './running.fixture.js';
import { caseOf } from './samples.fixture.js';
import { until } from './until.fixture.js';

const quan = caseOf('quan');

interface Alert {
  readonly alertId: string;
  readonly kind: string;
  readonly caseId: string;
  readonly eventId: string;
  readonly level: string;
  readonly forYou: boolean;
  readonly acknowledgedBy: string | null;
}

/** The alerts that are open to somebody; of one event, where it is told. */
const alertsFor = async (as: string, eventId?: string): Promise<readonly Alert[]> => {
  const { json } = await asked(throughline, {
    as,
    query:
      'alerts(open: true, first: 100) { edges { node { alertId kind caseId eventId level forYou acknowledgedBy } } }',
  });
  const { edges } = json.data?.alerts as { edges: { node: Alert }[] };
  const all = edges.map(({ node }) => node);
  return eventId === undefined ? all : all.filter((alert) => alert.eventId === eventId);
};

const acknowledge = (as: string, alertId: string, key: string) =>
  throughline.ask({
    as,
    query:
      'mutation ($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { alertId repeated } }',
    variables: { input: { key, alertId, note: 'The response team of the night has it.' } },
  });

describe('alerts', () => {
  it('are raised by none of the sample cases: what happened years ago is nobody’s alarm now', async () => {
    for (const as of ['bronwen-fairholt', 'hugh-westmarch', 'priya-metro', 'system-northbridge'])
      expect(await alertsFor(as)).toEqual([]);
  });

  it('tell every agency on his case at once that Quan is missing, until he is found', async () => {
    const reported = await recordAndSettle(throughline, { as: 'simon-fairholt', on: quan, ...like('q15') });
    // By the name of who works with him, by the role of who has the duty, and to the software of a force.
    const readers = ['bronwen-fairholt', 'vera-westmarch', 'kate-westmarch', 'system-northmere-police'];
    const ids = new Map<string, string>();
    for (const as of readers) {
      await until(async () => (await alertsFor(as, reported.eventId)).length === 1);
      const [alert] = await alertsFor(as, reported.eventId);
      expect(alert).toMatchObject({
        ...{ kind: 'MISSING_CHILD', caseId: quan, level: 'FIRST', acknowledgedBy: null },
      });
      ids.set(as, alert!.alertId);
    }
    // One for each agency, and of two colleagues the same.
    expect(ids.get('vera-westmarch')).toBe(ids.get('kate-westmarch'));
    expect(new Set(ids.values()).size).toBe(3);
    // Who is not on the case has none, and cannot take up what they were never told of.
    expect(await alertsFor('priya-metro', reported.eventId)).toEqual([]);
    const westmarch = ids.get('vera-westmarch')!;
    for (const as of ['bronwen-fairholt', 'priya-metro'])
      expect(refusalOf(await acknowledge(as, westmarch, 'alerts-none-1'))).toBe('NOT_FOUND');
    expect(
      refusalOf(
        await acknowledge('system-northmere-police', ids.get('system-northmere-police')!, 'alerts-soft-1'),
      ),
    ).toBe('FORBIDDEN');

    const taken = await acknowledge('vera-westmarch', westmarch, 'alerts-taken-1');
    expect(taken.json.data?.acknowledgeAlert).toEqual({ alertId: westmarch, repeated: false });
    const again = await acknowledge('vera-westmarch', westmarch, 'alerts-taken-1');
    expect(again.json.data?.acknowledgeAlert).toMatchObject({ repeated: true });
    expect(
      (await acknowledge('kate-westmarch', westmarch, 'alerts-taken-2')).json.errors?.[0]?.extensions,
    ).toEqual({ code: 'RULE_REFUSED', rule: 'alert-is-acknowledged-once' });
    await until(
      async () =>
        (await alertsFor('kate-westmarch', reported.eventId))[0]?.acknowledgedBy === 'vera-westmarch',
    );
    // Of another agency it is nobody’s to know who took it up.
    expect((await alertsFor('bronwen-fairholt', reported.eventId))[0]?.acknowledgedBy).toBeNull();

    const located = { as: 'fiona-northmere-police', on: quan, ...like('q27') };
    await recordAndSettle(throughline, { ...located, relations: { about: [reported.eventId] } });
    for (const as of readers) await until(async () => (await alertsFor(as, reported.eventId)).length === 0);
    // None of it is an entry of a timeline.
    const seen = await timelineOf(throughline, { as: 'vera-westmarch', caseId: quan });
    expect(seen.filter(({ type }) => type?.startsWith('Alert'))).toEqual([]);
  });
});
