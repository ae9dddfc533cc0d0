import { type FileRequest, fileLimits } from '@dfm/contracts/terminal-files';
import { expect, test } from 'vitest';
import type { FileOutcome } from '../connection/file-requests.ts';
import { readFile, writeFile } from './move-file.ts';

const version = '1-2-3';
const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => at % 251);

/** A sandbox with one file. */
function serving(
  file: Uint8Array,
  replace: (request: FileRequest) => FileOutcome | undefined = () => undefined,
) {
  const asked: FileRequest[] = [];
  const ask = async (request: FileRequest): Promise<FileOutcome> => {
    asked.push(request);
    const replaced = replace(request);
    if (replaced !== undefined) return replaced;
    if (request.kind === 'save') return { kind: 'saved', version };
    if (request.kind !== 'read') return { kind: 'done' };
    const part = file.subarray(request.offset, request.offset + fileLimits.readBytes);
    return { kind: 'bytes', version, size: file.length, data: Buffer.from(part).toString('base64') };
  };
  return { asked, ask };
}

test.each([0, 1, fileLimits.readBytes, fileLimits.readBytes + 1, 3 * fileLimits.readBytes])(
  'a file of %i bytes is read in parts of one version',
  async (length) => {
    const files = serving(bytes(length));
    expect(await readFile(files, 'a', length)).toEqual({ kind: 'file', bytes: bytes(length), version });
    const versions = files.asked.map((request) => request.kind === 'read' && request.version);
    expect(versions).toEqual([null, ...versions.slice(1).map(() => version)]);
  },
);

test('a file that is too large is given up after its first part', async () => {
  const files = serving(bytes(3 * fileLimits.readBytes));
  expect(await readFile(files, 'a', fileLimits.readBytes)).toMatchObject({ reason: 'tooLarge' });
  expect(files.asked).toHaveLength(1);
});

test('a file that says it is empty and never ends is given up at the limit', async () => {
  const endless = bytes(fileLimits.readBytes);
  const data = Buffer.from(endless).toString('base64');
  const files = serving(endless, () => ({ kind: 'bytes', version, size: 0, data }));
  expect(await readFile(files, 'a', 2 * fileLimits.readBytes)).toMatchObject({ reason: 'tooLarge' });
  expect(files.asked).toHaveLength(3);
});

test('a failure while reading is returned', async () => {
  const files = serving(bytes(fileLimits.readBytes + 1), (request) =>
    request.kind === 'read' && request.offset > 0 ? { kind: 'failed', reason: 'changed' } : undefined,
  );
  expect(await readFile(files, 'a', 2 ** 20)).toEqual({ kind: 'failed', reason: 'changed' });
});

test.each([0, 1, fileLimits.partBytes, 10 * fileLimits.partBytes + 1])(
  'a file of %i bytes is written in parts, then saved',
  async (length) => {
    const files = serving(new Uint8Array());
    expect(await writeFile(files, 'a', bytes(length), 'new')).toEqual({ kind: 'saved', version });
    const parts = files.asked.flatMap((request) => (request.kind === 'part' ? [request] : []));
    expect(Buffer.concat(parts.map(({ data }) => Buffer.from(data, 'base64')))).toEqual(
      Buffer.from(bytes(length)),
    );
    expect(parts.map(({ offset }) => offset)).toEqual(parts.map((_, at) => at * fileLimits.partBytes));
    expect(files.asked.at(-1)).toMatchObject({ kind: 'save', path: 'a', expected: 'new', size: length });
  },
);

test('when a part is refused, nothing is saved', async () => {
  const files = serving(new Uint8Array(), (request) =>
    request.kind === 'part' && request.offset > 0 ? { kind: 'failed', reason: 'lost' } : undefined,
  );
  expect(await writeFile(files, 'a', bytes(10 * fileLimits.partBytes), 'any')).toMatchObject({
    reason: 'lost',
  });
  expect(files.asked.map(({ kind }) => kind)).not.toContain('save');
});

test('what is too large is not sent', async () => {
  const files = serving(new Uint8Array());
  const large = new Uint8Array(fileLimits.movedBytes + 1);
  expect(await writeFile(files, 'a', large, 'new')).toMatchObject({ reason: 'tooLarge' });
  expect(files.asked).toEqual([]);
});
