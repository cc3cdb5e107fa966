import { readFile } from 'node:fs/promises';

/** A token, or a file in which an agent keeps one: it is read for each request, because the agent renews it. */
export type VaultToken = { readonly text: string } | { readonly file: string };

/** What may stand in a header; a token with anything else would be refused by an error that quotes it. */
const sendable = /^[\x21-\x7e]+$/;

/** The token now; undefined where there is none, or nothing that can be one. */
export const readToken = async (token: VaultToken): Promise<string | undefined> => {
  const text = ('text' in token ? token.text : await textOf(token.file)).trim();
  return sendable.test(text) ? text : undefined;
};

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Not there, or not for this process: told by `readToken` as a token that is missing, with what to do.
    return '';
  }
};
