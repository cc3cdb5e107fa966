const forbidden = /[[\]:*?/\\]/gu;
const longest = 31;

/** Names that a spreadsheet takes: short, without brackets and slashes, not quoted at the ends, each once whatever its case. */
export const sheetNames = (headings: readonly string[]): readonly string[] => {
  const taken = new Set<string>(['history']);
  return headings.map((heading) => {
    const plain = heading
      .replace(forbidden, ' ')
      .replace(/\s+/gu, ' ')
      .replace(/^[' ]+|[' ]+$/gu, '');
    for (let copy = 1; ; copy += 1) {
      const ending = copy === 1 ? '' : ` (${copy})`;
      const letters = [...(plain || 'Sheet')].join('').slice(0, longest - ending.length);
      const name = `${letters.replace(/[\u{D800}-\u{DBFF}]$/u, '').trimEnd()}${ending}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
};
