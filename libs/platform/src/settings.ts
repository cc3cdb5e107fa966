/** Where settings come from: `process.env`, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting of the product: how its text is read, what it is without a text, and what it is for. */
export interface Setting<Value> {
  readonly read: (text: string) => Value | undefined;
  /** What the text must be, as the end of the sentence "PORT must be ...". */
  readonly mustBe: string;
  readonly otherwise: Value;
  readonly means: string;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type SettingsRead<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer Value> ? Value : never;
};

/** One mistake in the environment. It names the setting and never repeats the text, which may be a secret. */
export interface SettingMistake {
  readonly setting: string;
  readonly mistake: string;
}

/** The environment cannot be used. All mistakes are told at once, so that they are put right at once. */
export class ConfigurationRefused extends Error {
  override readonly name = 'ConfigurationRefused';

  constructor(
    readonly mistakes: readonly SettingMistake[],
    options?: ErrorOptions,
  ) {
    super(
      `The configuration cannot be used:\n${mistakes.map((one) => `  ${one.setting} ${one.mistake}`).join('\n')}`,
      options,
    );
  }
}

export const wholeNumberSetting = (
  least: number,
  most: number,
  otherwise: number,
  means: string,
): Setting<number> => ({
  read: (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  },
  mustBe: `a whole number from ${least} to ${most}`,
  otherwise,
  means,
});

export const choiceSetting = <const Choice extends string>(
  choices: readonly Choice[],
  otherwise: NoInfer<Choice>,
  means: string,
): Setting<Choice> => ({
  read: (text) => choices.find((choice) => choice === text),
  mustBe: `one of ${choices.join(', ')}`,
  otherwise,
  means,
});

/** One line of text. */
export const textSetting = <Otherwise extends string | null>(
  otherwise: Otherwise,
  means: string,
): Setting<string | Otherwise> => ({
  read: (text) => (/^[^\p{Cc}]{1,1000}$/u.test(text) ? text : undefined),
  mustBe: 'one line of at most 1000 characters',
  otherwise,
  means,
});

/** A URL of one of these schemes, e.g. `https`. It may name several hosts, and hold a user and a password. */
export const urlSetting = <Otherwise extends string | null>(
  schemes: readonly string[],
  otherwise: Otherwise,
  means: string,
): Setting<string | Otherwise> => ({
  read: (text) =>
    schemes.some((scheme) => text.startsWith(`${scheme}://`)) && /^\S{1,2000}$/.test(text) ? text : undefined,
  mustBe: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  otherwise,
  means,
});

/**
 * Reads every setting declared. A setting that is absent or empty is what it is `otherwise`. A name that begins with
 * `ownPrefix` and is not declared is a mistake too: a misspelt setting must not silently do nothing. `together` looks at
 * what was read, for mistakes that lie in no setting alone.
 *
 * @throws ConfigurationRefused
 */
export const readSettings = <const S extends Settings>(
  declared: S,
  environment: Environment,
  ownPrefix: string,
  together: (read: Partial<SettingsRead<S>>) => readonly SettingMistake[] = () => [],
): SettingsRead<S> => {
  const mistakes: SettingMistake[] = [];
  const values: Record<string, unknown> = {};
  for (const [setting, { read, mustBe, otherwise }] of Object.entries(declared)) {
    const text = environment[setting];
    if (text === undefined || text === '') {
      values[setting] = otherwise;
      continue;
    }
    const value = read(text);
    if (value === undefined) mistakes.push({ setting, mistake: `must be ${mustBe}.` });
    values[setting] = value;
  }
  for (const setting of Object.keys(environment))
    if (setting.startsWith(ownPrefix) && !Object.hasOwn(declared, setting))
      mistakes.push({ setting, mistake: 'is not a setting of this product.' });
  mistakes.push(...together(values as Partial<SettingsRead<S>>));
  if (mistakes.length > 0) throw new ConfigurationRefused(mistakes);
  return values as SettingsRead<S>;
};
