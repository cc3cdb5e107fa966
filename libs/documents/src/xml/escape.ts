const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// What XML 1.0 cannot hold at all, not even escaped: most control characters, halves of a pair, and the two non-characters.
const impossible = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Untrusted text as content or attribute of XML. What XML cannot hold becomes the replacement character. */
export const escapeXml = (text: string): string =>
  text.replace(impossible, '\u{FFFD}').replace(/[&<>"']/gu, (character) => entities[character] ?? '');
