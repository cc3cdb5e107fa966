/** `live`: without it the process must be started again. `ready`: without it no request may be sent here. */
export type HealthKind = 'live' | 'ready';

/** What a check found. A reason is a code, such as `behind`; it is shown to whoever asks, so it tells nothing else. */
export type HealthFinding = { readonly well: true } | { readonly well: false; readonly reason: string };

export interface HealthCheck {
  readonly name: string;
  readonly kind: HealthKind;
  /** May throw or hang: both count as not well. */
  readonly check: () => HealthFinding | Promise<HealthFinding>;
}

export interface HealthReport {
  readonly well: boolean;
  readonly findings: Readonly<Record<string, HealthFinding>>;
}

export interface Health {
  /** Names are unique. */
  register(check: HealthCheck): void;
  /** Asks all checks of a kind at the same time. */
  report(kind: HealthKind): Promise<HealthReport>;
}

export const well: HealthFinding = { well: true };
export const unwell = (reason: string): HealthFinding => ({ well: false, reason });

/** A check that has not answered after this long is not well: the asker's own patience is a few seconds. */
const patienceMilliseconds = 1000;

/**
 * A check that is still under way is waited for again, and not begun again: what is slow because it has too much to do
 * would otherwise get more from everybody who asks how it is. One that hangs is given up after so many patiences.
 */
const patiencesUnderWay = 10;

interface UnderWay {
  readonly since: number;
  readonly finding: Promise<HealthFinding>;
}

const findingOf = async (asked: Promise<HealthFinding>, patience: number): Promise<HealthFinding> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HealthFinding>((settle) => {
    timer = setTimeout(() => settle(unwell('no-answer')), patience);
  });
  try {
    return await Promise.race([asked, tooLate]);
  } catch {
    // A check that throws has found something wrong. What exactly is for the log of whatever it looked at.
    return unwell('failed');
  } finally {
    clearTimeout(timer);
  }
};

export const createHealth = (patience = patienceMilliseconds): Health => {
  const checks = new Map<string, HealthCheck>();
  const underWay = new Map<string, UnderWay>();
  const ask = ({ name, check }: HealthCheck): Promise<HealthFinding> => {
    const before = underWay.get(name);
    const now = performance.now();
    if (before !== undefined && now - before.since < patience * patiencesUnderWay) return before.finding;
    const mine: UnderWay = {
      since: now,
      finding: Promise.resolve()
        .then(check)
        .finally(() => {
          if (underWay.get(name) === mine) underWay.delete(name);
        }),
    };
    underWay.set(name, mine);
    return mine.finding;
  };
  return {
    register: (check) => {
      if (checks.has(check.name))
        throw new RangeError(`There is a health check named ${check.name} already.`);
      checks.set(check.name, check);
    },
    report: async (kind) => {
      const asked = [...checks.values()].filter((check) => check.kind === kind);
      const findings = await Promise.all(
        asked.map(async (check) => [check.name, await findingOf(ask(check), patience)] as const),
      );
      return { well: findings.every(([, finding]) => finding.well), findings: Object.fromEntries(findings) };
    },
  };
};
