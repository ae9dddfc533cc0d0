import { expect, test } from 'vitest';
import { readElfDynamic } from './elf.ts';

/**
 * The smallest 64-bit ELF with a dynamic section: one segment that maps the entire file at 0x1000, followed
 * by the strings.
 */
export function elfWith(entries: [tag: number, text: string][]): Buffer {
  const strings = Buffer.from(`\0${entries.map(([, text]) => `${text}\0`).join('')}`, 'latin1');
  const dynamicAt = 64 + 2 * 56;
  const stringsAt = dynamicAt + (entries.length + 2) * 16;
  const file = Buffer.alloc(stringsAt + strings.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  const segment = (at: number, type: number, offset: number, bytes: number) => {
    file.writeUInt32LE(type, at);
    file.writeBigUInt64LE(BigInt(offset), at + 8);
    file.writeBigUInt64LE(BigInt(offset + 0x1000), at + 16);
    file.writeBigUInt64LE(BigInt(bytes), at + 32);
  };
  segment(64, 1, 0, file.length);
  segment(120, 2, dynamicAt, (entries.length + 2) * 16);
  let offset = 1;
  const all: [number, number][] = entries.map(([tag, text]) => {
    const entry: [number, number] = [tag, offset];
    offset += text.length + 1;
    return entry;
  });
  all.push([5, stringsAt + 0x1000]);
  for (const [index, [tag, value]] of all.entries()) {
    file.writeBigUInt64LE(BigInt(tag), dynamicAt + index * 16);
    file.writeBigUInt64LE(BigInt(value), dynamicAt + index * 16 + 8);
  }
  file.set(strings, stringsAt);
  return file;
}

const good = elfWith([
  [1, 'libgomp.so.1'],
  [1, 'libc.so.6'],
  [29, '$ORIGIN/../x.libs:/opt/lib'],
]);

test('needed libraries and run path', () => {
  expect(readElfDynamic(good)).toEqual({
    needed: ['libgomp.so.1', 'libc.so.6'],
    searchPath: ['$ORIGIN/../x.libs', '/opt/lib'],
  });
});

test('the executable of this process is read as the loader reads it', async () => {
  const { readFile } = await import('node:fs/promises');
  expect(readElfDynamic(await readFile(process.execPath))?.needed).toContain('libc.so.6');
});

test('anything else gives undefined: no ELF, 32 bits, truncated anywhere, forged offsets', () => {
  const changed = (change: (copy: Buffer) => void) => {
    const copy = Buffer.from(good);
    change(copy);
    return copy;
  };
  expect(readElfDynamic(Buffer.from('#!/bin/sh\n'.repeat(20)))).toBeUndefined();
  expect(readElfDynamic(changed((copy) => (copy[4] = 1)))).toBeUndefined();
  expect(readElfDynamic(changed((copy) => copy.writeBigUInt64LE(2n ** 63n, 32)))).toBeUndefined();
  expect(readElfDynamic(changed((copy) => copy.writeBigUInt64LE(2n ** 62n, 120 + 8)))).toBeUndefined();
  for (let length = 0; length < good.length; length += 1)
    expect(readElfDynamic(good.subarray(0, length))).toBeUndefined();
});

test('more names than a library can need', () => {
  const names = (count: number) =>
    elfWith(Array.from({ length: count }, (): [number, string] => [1, 'n'.repeat(1024)]));
  expect(readElfDynamic(names(64))?.needed).toHaveLength(64);
  expect(readElfDynamic(names(65))).toBeUndefined();
});
