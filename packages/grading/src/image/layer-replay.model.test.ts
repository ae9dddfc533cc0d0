import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LayerEntry } from '../evidence/evidence.ts';
import { replayLayers } from './layer-replay.ts';

/** The content of a file in the simple model. */
interface Content {
  layer: number;
  bytes: number;
}

const names = ['a', 'b', 'c', 'd'];
const path = fc
  .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'));
const common = { mode: 0o644, uid: 0, gid: 0 };
const within = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`);
const folderOf = (of: string) => of.slice(0, Math.max(0, of.lastIndexOf('/')));
const nameOf = (of: string) => of.slice(of.lastIndexOf('/') + 1);
const entry: fc.Arbitrary<LayerEntry> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ path, bytes: fc.nat({ max: 9 }) }).map(({ path: at, bytes }): LayerEntry => ({
      ...common,
      path: at,
      type: 'file',
      bytes,
      sha256: `${at}${bytes}`,
    })),
  },
  { weight: 2, arbitrary: path.map((at): LayerEntry => ({ ...common, path: at, type: 'dir', bytes: 0 })) },
  {
    weight: 2,
    arbitrary: fc.record({ path, target: path }).map(({ path: at, target }): LayerEntry => ({
      ...common,
      path: at,
      type: 'hardlink',
      bytes: 0,
      linkname: target,
    })),
  },
  {
    weight: 1,
    arbitrary: path.map((at): LayerEntry => ({
      ...common,
      path: at,
      type: 'symlink',
      bytes: 0,
      linkname: 'a',
    })),
  },
  {
    weight: 2,
    arbitrary: path.map((at): LayerEntry => ({
      ...common,
      path: within(folderOf(at), `.wh.${nameOf(at)}`),
      type: 'file',
      bytes: 0,
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(path, fc.constant(''))
      .map((at): LayerEntry => ({ ...common, path: within(at, '.wh..wh..opq'), type: 'file', bytes: 0 })),
  },
);

/** The same rules in the simplest form: a flat map of paths, which is searched for each removal. */
function flat(layers: readonly LayerEntry[][]): {
  files: Map<string, Content | undefined>;
  shipped: Content[];
} {
  const files = new Map<string, Content | undefined>();
  const folders = new Set<string>();
  const shipped: Content[] = [];
  const removeBelow = (folder: string) => {
    for (const known of [...files.keys(), ...folders]) {
      if (folder !== '' && !known.startsWith(`${folder}/`)) continue;
      files.delete(known);
      folders.delete(known);
    }
  };
  const remove = (at: string) => {
    removeBelow(at);
    files.delete(at);
    folders.delete(at);
  };
  for (const [layer, entries] of layers.entries()) {
    const isMarker = ({ path: at }: LayerEntry) => nameOf(at).startsWith('.wh.');
    for (const { path: at } of entries.filter(isMarker)) {
      if (nameOf(at) === '.wh..wh..opq') removeBelow(folderOf(at));
      else remove(within(folderOf(at), nameOf(at).slice('.wh.'.length)));
    }
    for (const { path: at, type, bytes, linkname } of entries.filter((one) => !isMarker(one))) {
      const target = type === 'hardlink' ? files.get(linkname!) : undefined;
      if (type === 'dir') files.delete(at);
      else remove(at);
      for (let folder = folderOf(at); folder !== ''; folder = folderOf(folder)) {
        files.delete(folder);
        folders.add(folder);
      }
      if (type === 'dir') folders.add(at);
      else if (type === 'file') {
        const content = { layer, bytes };
        shipped.push(content);
        files.set(at, content);
      } else files.set(at, target);
    }
  }
  return { files, shipped };
}

test('any layers give the same live paths and bytes as in a flat map of paths', () => {
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 8 }), { minLength: 1, maxLength: 5 }), (layers) => {
      const { files, shipped } = flat(layers);
      const live = new Set(files.values());
      const replay = replayLayers(
        layers.map((entries, index) => ({ diffId: String(index), createdBy: '', entries })),
        0,
      );
      expect(replay.live.map((item) => item.path).sort()).toEqual([...files.keys()].sort());
      const sumOf = (all: readonly Content[], layer: number) =>
        all.filter((content) => content.layer === layer).reduce((sum, { bytes }) => sum + bytes, 0);
      expect(replay.layers.map((layer) => layer.bytes)).toEqual(
        layers.map((_, index) => sumOf(shipped, index)),
      );
      expect(replay.layers.map((layer) => layer.wastedBytes)).toEqual(
        layers.map((_, index) =>
          sumOf(
            shipped.filter((content) => !live.has(content)),
            index,
          ),
        ),
      );
      expect(replay.waste.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(replay.wastedBytes);
      expect(replay.live.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(replay.liveBytes);
      expect(replay.liveBytes + replay.wastedBytes).toBe(replay.totalBytes);
    }),
    { numRuns: 3000 },
  );
});
