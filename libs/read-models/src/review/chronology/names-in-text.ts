/** A name as it stands in text, and what is put in its place. */
export interface Name {
  readonly text: string;
  readonly by: string;
  /** One word of a name counts only as it is written: `Grace` is somebody, `grace` is a word. */
  readonly asWritten: boolean;
}

/** An initial names nobody; families called Ng, Vo or Li are named by two letters. */
const shortestName = 2;

/** What agencies are called besides their own names: these words name nobody. */
export const wordsOfAgencies: ReadonlySet<string> = new Set(
  (
    'agency asylum authority board border casework centre charity child children childrens clinic competent council ' +
    'court directorate enforcement for foundation guardians health hospital immigration law mechanism national of office ' +
    'operations police project referral refuge removals safeguarding school service services social the trust'
  ).split(' '),
);

/** What is often answered where a name is asked for, or begins a sentence, and names nobody. */
const answers: ReadonlySet<string> = new Set(
  (
    'a am an and as at be by eu for from go gp he her his if in is it its me mr mrs ms my nobody no none not of ok on or other ' +
    'police same says she sir so the their they this to uk unknown up us was we yes'
  ).split(' '),
);

const capitalised = /\p{Lu}[\p{L}\p{M}’'-]*(?:[ ]\p{Lu}[\p{L}\p{M}’'-]*)*/gu;
const beginsSentence = /(?:^|[.!?;:"“]\s*)$/u;
const isNamed = /^[\p{Lu}\p{N}]/u;

/**
 * The names in a text that is known to hold some: a few words of which each begins with a capital as a whole, and every
 * run of such words, but for a single one at the beginning of a sentence, which may be any word.
 */
export const namesIn = (
  text: string,
  by: string,
  namesNobody: ReadonlySet<string> = new Set(),
): readonly Name[] => {
  const plain = text.trim();
  const all = plain.split(/\s+/u);
  const isNameAlone = all.length <= 6 && all.every((word) => isNamed.test(word));
  const names: Name[] = isNameAlone && all.length > 1 ? [{ text: plain, by, asWritten: false }] : [];
  for (const { 0: run, index } of plain.matchAll(capitalised)) {
    const words = run.split(' ');
    if (words.length === 1 && !isNameAlone && beginsSentence.test(plain.slice(0, index))) continue;
    for (const word of words) {
      const core = word.replace(/[’']s$/u, '');
      const known = core.toLowerCase().replace(/[’']/gu, '');
      if (core.length < shortestName || answers.has(known) || namesNobody.has(known)) continue;
      names.push({ text: core, by, asWritten: true });
    }
  }
  return names;
};

/** Replaces names wherever they stand as words; the longest first, and of two that are one text the first given. */
export const replacing = (names: readonly Name[]): ((text: string) => string) => {
  const whole = new Map<string, string>();
  const words = new Map<string, string>();
  for (const { text, by, asWritten } of names) {
    const [into, key] = asWritten ? [words, text] : [whole, text.toLowerCase()];
    if (!into.has(key)) into.set(key, by);
  }
  const anyCase = matching([...whole.keys()], 'giu');
  const asWritten = matching([...words.keys()], 'gu');
  return (text) => {
    const first =
      anyCase === null ? text : text.replace(anyCase, (found) => whole.get(found.toLowerCase()) ?? found);
    return asWritten === null ? first : first.replace(asWritten, (found) => words.get(found) ?? found);
  };
};

const matching = (texts: readonly string[], flags: string): RegExp | null => {
  if (texts.length === 0) return null;
  const longestFirst = [...texts].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  // What is between brackets was put there in place of another name.
  return new RegExp(
    `(?<![\\p{L}\\p{N}[])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}])`,
    flags,
  );
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
