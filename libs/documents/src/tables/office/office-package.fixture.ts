import { buffer } from 'node:stream/consumers';
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

const opened = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (problem, zip) => (problem ? reject(problem) : resolve(zip))),
  );

const contentOf = async (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  buffer(
    await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
      zip.openReadStream(entry, (problem, stream) => (problem ? reject(problem) : resolve(stream))),
    ),
  );

/** Every file of an Office document, parsed strictly; what is not well-formed XML is an error. */
export const partsOf = async (bytes: Buffer): Promise<ReadonlyMap<string, Document>> => {
  const zip = await opened(bytes);
  const parser = new DOMParser({
    onError: (level, message) => {
      // It warns of the replacement character, which is what is expected of some of these texts.
      if (level !== 'warning') throw new Error(`${level}: ${message}`);
    },
  });
  const parts = new Map<string, Document>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      contentOf(zip, entry).then((content) => {
        parts.set(entry.fileName, parser.parseFromString(content.toString('utf8'), 'text/xml'));
        zip.readEntry();
      }, reject);
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  return parts;
};

export const partOf = (parts: ReadonlyMap<string, Document>, name: string): Document => {
  const part = parts.get(name);
  if (!part) throw new Error(`There is no ${name} among ${[...parts.keys()].join(', ')}.`);
  return part;
};

export const elements = (within: Document | Element, name: string): readonly Element[] => [
  ...within.getElementsByTagName(name),
];

export const textOf = (within: Element | undefined): string => within?.textContent ?? '';
