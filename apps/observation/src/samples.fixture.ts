import type { Telemetry } from '#platform';

/** What a scrape finds of one metric: each value by its labels as they stand there. */
export const samplesOf = async (
  { metrics }: Pick<Telemetry, 'metrics'>,
  name: string,
): Promise<Readonly<Record<string, number>>> => {
  const lines = (await metrics.text()).split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .map((line) => {
        const cut = line.lastIndexOf(' ');
        return [line.slice(name.length, cut), Number(line.slice(cut + 1))];
      }),
  );
};

/** The values that are not 0. */
export const countedIn = async (telemetry: Pick<Telemetry, 'metrics'>, name: string) =>
  Object.fromEntries(Object.entries(await samplesOf(telemetry, name)).filter(([, value]) => value !== 0));
