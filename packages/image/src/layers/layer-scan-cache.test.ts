import { expect, test } from 'vitest';
import { LayerScanCache } from './layer-scan-cache.ts';
import type { LayerScan } from './layer-scan.ts';

const scan = (diffId: string, entries: number, packages = 0): LayerScan => ({
  diffId,
  entries: Array.from({ length: entries }, (_, index) => ({
    path: String(index),
    type: 'file',
    bytes: 0,
    mode: 0,
    uid: 0,
    gid: 0,
  })),
  secrets: [],
  canaries: [],
  tarBytes: 0,
  unsearched: [],
  shared: new Map(),
  loaderDirectories: [],
  packageFiles: new Map(),
  packageRecords: packages,
  unreadPackageFiles: 0,
});

test('the least recently used scan is dropped first, by number of entries', () => {
  const cache = new LayerScanCache(10);
  cache.set(scan('a', 4), true, '');
  cache.set(scan('b', 4), true, '');
  cache.get('a', true, '');
  cache.set(scan('c', 4), true, '');
  expect(['a', 'b', 'c'].map((diffId) => cache.get(diffId, true, '')?.diffId)).toEqual(['a', undefined, 'c']);
  cache.set(scan('c', 6), true, '');
  expect(['a', 'c'].map((diffId) => cache.get(diffId, true, '')?.entries.length)).toEqual([4, 6]);
  cache.set(scan('d', 11), true, '');
  expect(cache.get('d', true, '')).toBeUndefined();
});

test('a package counts as an entry', () => {
  const cache = new LayerScanCache(10);
  cache.set(scan('a', 4), true, '');
  cache.set(scan('b', 1, 6), true, '');
  expect(['a', 'b'].map((diffId) => cache.get(diffId, true, '')?.diffId)).toEqual([undefined, 'b']);
  cache.set(scan('c', 3), true, '');
  expect(['b', 'c'].map((diffId) => cache.get(diffId, true, '')?.diffId)).toEqual(['b', 'c']);
});

test('a scan without file contents is not used where contents must be searched', () => {
  const cache = new LayerScanCache(10);
  cache.set(scan('a', 1), false, '');
  expect(cache.get('a', true, '')).toBeUndefined();
  expect(cache.get('a', false, '')).toBeDefined();
});

test('a scan for the secrets of one sandbox is not used for others', () => {
  const cache = new LayerScanCache(10);
  cache.set(scan('a', 1), true, 'one');
  expect([cache.get('a', true, 'other'), cache.get('a', true, '')]).toEqual([undefined, undefined]);
  expect(cache.get('a', true, 'one')).toBeDefined();
  cache.set(scan('a', 1), true, '');
  expect(cache.get('a', true, 'one')).toBeUndefined();
});
