/**
 * What a page shows, compared with what is really answered. `…` stands for anything on its line. `<position>` stands for
 * one word that differs each time; where the page writes it again later, the word found is put in its place.
 */
export const remembering = () => {
  const words = new Map<string, string>();
  return {
    /** The text as it has to be sent, with the words found so far. */
    filledIn: (text: string): string =>
      text.replaceAll(/<([a-z-]+)>/g, (placeholder, name: string) => words.get(name) ?? placeholder),
    /** What to hold against the answer: the answer itself where the page shows it, else what the page shows. */
    expected: (shown: string, answered: string): string => {
      const names: string[] = [];
      const pattern = shown
        .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll('…', '.*')
        .replaceAll(/<([a-z-]+)>/g, (_placeholder, name: string) => {
          const known = words.get(name);
          if (known !== undefined) return known;
          names.push(name);
          return String.raw`([^\s"]+)`;
        });
      const found = new RegExp(`^${pattern}$`).exec(answered);
      if (found === null) return shown;
      for (const [index, name] of names.entries()) words.set(name, found[index + 1] ?? '');
      return answered;
    },
  };
};

/** The words of a command as bash would split it; only what the pages use: quotes, and lines that go on. */
export const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"\\]+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
