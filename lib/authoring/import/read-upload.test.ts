import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { tarEnd, tarEntry } from '@dfm/image/tar/tar-blocks';
import { describe, expect, test } from 'vitest';
import { readUpload } from './read-upload.ts';

interface ZipEntry {
  name: string;
  data?: Buffer | string;
  /** Mode of the file; 0 for an archive that was not made on Unix. */
  mode?: number;
  flags?: number;
  method?: number;
  /** The size in the headers, if it is not the real one. */
  claims?: number;
}

/** A zip byte by byte, including invalid ones (APPNOTE.TXT, 4.3). */
function zip(entries: ZipEntry[]): Buffer<ArrayBuffer> {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data = '', mode = 0o100644, flags = 0x800, method = 8, claims } of entries) {
    const contents = Buffer.from(data);
    const packed = method === 8 ? deflateRawSync(contents) : contents;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(contents), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? contents.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, rest, Buffer.from(name));
    files.push(local);
    at += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, index, Buffer.from('PK\x05\x06'), end]);
}

const tar = (...entries: Buffer[]) => Buffer.concat([...entries, tarEnd]);

/** The files as `path=contents`, and the refused paths with their reasons. */
async function read(bytes: Buffer<ArrayBuffer>, contentType: string | null = null) {
  const { files, refused } = await readUpload(bytes, contentType);
  return {
    files: files.map(({ path, contents, executable }) => `${path}=${contents}${executable ? '*' : ''}`),
    refused: refused.map(({ path, problem }) => `${path}: ${problem}`),
  };
}

const script = '#!/bin/sh\n';
const large = Buffer.alloc(5_000_001);

describe.each([
  ['tar', (bytes: Buffer) => Buffer.from(bytes)],
  ['tar.gz', (bytes: Buffer) => Buffer.from(gzipSync(bytes))],
])('a %s', (_name, pack) => {
  test('has its files, with which of them are executable', async () => {
    const bytes = pack(
      tar(
        tarEntry({ name: './a/', type: '5' }),
        tarEntry({ name: './a/x.txt' }, 'x'),
        tarEntry({ name: 'a/run.sh', mode: 0o755 }, script),
      ),
    );
    expect(await read(bytes)).toEqual({ files: ['a/x.txt=x', `a/run.sh=${script}*`], refused: [] });
  });

  test('is read without its links, devices and large files', async () => {
    const bytes = pack(
      tar(
        tarEntry({ name: 'link', type: '2', linkname: '/etc/passwd' }),
        tarEntry({ name: 'hard', type: '1', linkname: 'x' }),
        tarEntry({ name: 'device', type: '3' }),
        tarEntry({ name: 'large' }, large),
        tarEntry({ name: 'x' }, 'x'),
      ),
    );
    const other = 'Only files can be in the content, no links and no devices.';
    expect(await read(bytes)).toEqual({
      files: ['x=x'],
      refused: [
        `link: ${other}`,
        `hard: ${other}`,
        `device: ${other}`,
        'large: A file can have at most 5 MB.',
      ],
    });
  });

  test('that is cut off is refused', async () => {
    const bytes = pack(tar(tarEntry({ name: 'x' }, Buffer.alloc(4_000, 'x'))));
    await expect(read(bytes.subarray(0, bytes.length - 3_000 > 0 ? 1_000 : 40))).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});

describe('a zip', () => {
  test('has its files, with which of them are executable', async () => {
    const bytes = zip([
      { name: 'a/', mode: 0o40755 },
      { name: 'a/x.txt', data: 'x' },
      { name: 'a/stored', data: 'y', method: 0 },
      { name: 'a/run.sh', data: script, mode: 0o100755 },
      { name: 'größe', data: 'z', mode: 0 },
    ]);
    expect(await read(bytes)).toEqual({
      files: ['a/x.txt=x', 'a/stored=y', `a/run.sh=${script}*`, 'größe=z'],
      refused: [],
    });
  });

  test('without files is read', async () => {
    expect(await read(zip([]))).toEqual({ files: [], refused: [] });
  });

  test('keeps names as they are, for the plan to refuse', async () => {
    const names = ['../x', '/etc/passwd', String.raw`a\b`, 'x', 'x', 'X'];
    expect((await read(zip(names.map((name) => ({ name }))))).files).toEqual(names.map((name) => `${name}=`));
  });

  test('is read without its links, encrypted, unusual and large files', async () => {
    const bytes = zip([
      { name: 'link', data: '/etc/passwd', mode: 0o120777 },
      { name: 'secret', flags: 0x801 },
      { name: 'unusual', method: 14 },
      { name: 'large', data: large },
      { name: 'x', data: 'x' },
    ]);
    expect(await read(bytes)).toEqual({
      files: ['x=x'],
      refused: [
        'link: Only files can be in the content, no links and no devices.',
        'secret: It is encrypted.',
        'unusual: It is packed in a way that cannot be read here. Pack it as an ordinary zip.',
        'large: A file can have at most 5 MB.',
      ],
    });
  });

  test.each([
    ['is cut off', zip([{ name: 'x', data: 'x' }]).subarray(0, 40)],
    ['unpacks to more than it says', zip([{ name: 'x', data: Buffer.alloc(4_000), claims: 10 }])],
    ['unpacks to less than it says', zip([{ name: 'x', data: 'x', claims: 10 }])],
  ])('that %s is refused', async (_name, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('more than can be in memory is refused', () => {
  const many = Array.from({ length: 1_001 }, (_, index) => `f${index}`);
  const bomb = Array.from({ length: 13 }, (_, index) => `f${index}`);
  const zeros = Buffer.alloc(4_900_000);

  test.each<[string, () => Buffer]>([
    ['a zip with many files', () => zip(many.map((name) => ({ name })))],
    ['a tar with many files', () => tar(...many.map((name) => tarEntry({ name })))],
    ['a zip that unpacks to much', () => zip(bomb.map((name) => ({ name, data: zeros })))],
    ['a tar.gz that unpacks to much', () => gzipSync(tar(...bomb.map((name) => tarEntry({ name }, zeros))))],
    ['a tar.gz with one huge file', () => gzipSync(tarEntry({ name: 'x' }, Buffer.alloc(70_000_000)))],
  ])('%s', async (_name, make) => {
    await expect(read(Buffer.from(make()))).rejects.toMatchObject({ code: 'too-large' });
  });
});

test('a folder is sent as a form, with the paths of its files', async () => {
  const form = new FormData();
  form.append('a/x "y".txt', new File(['x'], 'x.txt'));
  form.append('a/run.sh', new File([script], 'run.sh'));
  form.append('text', 'no file');
  const request = new Request('http://site.example', { method: 'POST', body: form });
  const bytes = Buffer.from(await request.clone().arrayBuffer());
  expect(await read(bytes, request.headers.get('content-type'))).toEqual({
    files: ['a/x "y".txt=x', `a/run.sh=${script}*`],
    refused: ['text: This is no file.'],
  });
  await expect(
    read(bytes.subarray(0, bytes.length - 20), request.headers.get('content-type')),
  ).rejects.toMatchObject({ code: 'bad-request' });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('PK is no zip')],
  ['a different archive', Buffer.from('377abcaf271c0004', 'hex')],
])('%s is no archive', async (_name, bytes) => {
  await expect(read(bytes)).rejects.toMatchObject({ code: 'bad-request' });
});
