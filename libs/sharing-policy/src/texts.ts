import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The texts of one version of the sharing agreement, as they stand in its folder. */
export interface PolicyTexts {
  readonly version: string;
  readonly schema: string;
  /** In the order of their names. */
  readonly policies: readonly { readonly file: string; readonly text: string }[];
}

const folder = fileURLToPath(new URL('./policies/', import.meta.url));
const schemaFile = 'schema.cedarschema';

/** Oldest first. Versions are named by year and month, so their names sort as they were written. */
export const shippedVersions = (): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Throws where the folder or its schema is missing: a build without its policies must not start. */
export const readPolicyTexts = (version: string): PolicyTexts => ({
  version,
  schema: readFileSync(`${folder}${version}/${schemaFile}`, 'utf8'),
  policies: readdirSync(`${folder}${version}`)
    .filter((file) => file.endsWith('.cedar'))
    .sort()
    .map((file) => ({ file, text: readFileSync(`${folder}${version}/${file}`, 'utf8') })),
});

const digestOf = (...pieces: readonly string[]): string => {
  const hash = createHash('sha256');
  // The length before each piece: moving a policy from one file to the next changes the digest.
  for (const piece of pieces) hash.update(`${Buffer.byteLength(piece)}:`).update(piece);
  return hash.digest('hex');
};

export interface PolicyDigests {
  readonly text: string;
  readonly schema: string;
  /** Over text, schema and the engine's version. */
  readonly whole: string;
}

/** Hexadecimal SHA-256. */
export const digestsOf = (texts: PolicyTexts, engine: string): PolicyDigests => {
  const text = digestOf(...texts.policies.flatMap((policy) => [policy.file, policy.text]));
  const schema = digestOf(texts.schema);
  return { text, schema, whole: digestOf(text, schema, engine) };
};
