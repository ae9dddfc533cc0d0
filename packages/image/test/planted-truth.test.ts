import { Readable } from 'node:stream';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { attributeLayers, checks, replayLayers, type MeasuredInput } from '@dfm/grading';
import { readImageArchive } from '@dfm/image/archive/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageArchive, sha256, tarOf, type Packing, type PlantedFile } from '../src/planted-image.ts';

const dockerfile = parseDockerfile(`FROM python:3.11-slim
COPY files/ /srv/
RUN pip install numpy && apt-get update
RUN fetch > /srv/rewritten \\
 && rm /srv/deleted
RUN chmod 755 /srv/copied && chown 1000 /srv/owned
RUN rm -r /srv/folder
RUN ln /srv/kept /srv/name
RUN rm /srv/kept
RUN rm -r /srv/refilled && mkdir /srv/refilled && make
`);
const history = [
  'COPY files/ /srv/',
  'RUN pip',
  'RUN fetch',
  'RUN chmod',
  'RUN rm',
  'RUN ln',
  'RUN rm',
  'RUN rm',
].map((created_by) => ({ created_by: `${created_by} # buildkit` }));
const token = `hf_${'aB3dE6gH9k'.repeat(4).slice(0, 34)}`;

/** Numbers of bytes to plant, each in a separate location. */
interface Planted {
  base: number;
  baseRewritten: number;
  rewritten: number;
  rewriting: number;
  deleted: number;
  copied: number;
  owned: number;
  inFolder: number[];
  kept: number;
  refilled: number;
  refilling: number;
  pipCache: number;
  aptLists: number;
}

const bytes = fc.nat({ max: 40_000 }).map((count) => count + 1);
const planted: fc.Arbitrary<Planted> = fc.record({
  base: bytes,
  baseRewritten: bytes,
  rewritten: bytes,
  rewriting: bytes,
  deleted: bytes,
  copied: bytes,
  owned: bytes,
  inFolder: fc.array(bytes, { maxLength: 5 }),
  kept: bytes,
  refilled: bytes,
  refilling: bytes,
  pipCache: bytes,
  aptLists: bytes,
});
const packing: fc.Arbitrary<Packing> = fc.record({
  format: fc.constantFrom('docker', 'oci'),
  compression: fc.constantFrom('none', 'gzip', 'zstd'),
});

const file = (path: string, count: number, fill = path): PlantedFile => [path, Buffer.alloc(count, fill)];
const whiteout = (path: string): PlantedFile => [path, ''];

function layersOf(size: Planted): Buffer[] {
  return [
    [file('bin/sh', size.base), file('etc/profile', size.baseRewritten)],
    [
      ...(['rewritten', 'deleted', 'copied', 'owned', 'kept'] as const).map((name) =>
        file(`srv/${name}`, size[name]),
      ),
      ...size.inFolder.map((count, index) => file(`srv/folder/${'deep/'.repeat(index)}file`, count)),
      file('srv/refilled/old', size.refilled),
      ['srv/token.txt', token] satisfies PlantedFile,
    ],
    [
      file('root/.cache/pip/http-v2/a/b', size.pipCache),
      file('var/lib/apt/lists/debian_Packages', size.aptLists),
    ],
    [
      file('srv/rewritten', size.rewriting, 'other'),
      whiteout('srv/.wh.deleted'),
      file('etc/profile', size.rewriting, 'other'),
    ],
    [
      ['srv/copied', Buffer.alloc(size.copied, 'srv/copied'), { mode: 0o755 }] satisfies PlantedFile,
      ['srv/owned', Buffer.alloc(size.owned, 'srv/owned'), { uid: 1000 }] satisfies PlantedFile,
    ],
    [whiteout('srv/.wh.folder'), whiteout('srv/.wh.token.txt')],
    [['srv/name', '', { type: '1', linkname: 'srv/kept' }] satisfies PlantedFile],
    [whiteout('srv/.wh.kept')],
    // The marker comes last, as some tools write it.
    [
      ['srv/refilled', '', { type: '5' }] satisfies PlantedFile,
      file('srv/refilled/new', size.refilling),
      whiteout('srv/refilled/.wh..wh..opq'),
    ],
  ].map((files) => tarOf(files));
}

test('the planted wasted bytes, leftovers, secrets and lines are reported exactly, in any packing', async () => {
  await fc.assert(
    fc.asyncProperty(planted, packing, async (size, how) => {
      const layers = layersOf(size);
      const archive = imageArchive({ layers, history: [{ created_by: 'base' }, ...history] }, how);
      const image = await readImageArchive(Readable.from([archive]), {
        baseDiffIds: [`sha256:${sha256(layers[0]!)}`],
      });
      const replay = replayLayers(image.layers, image.baseLayers);
      const inFolder = size.inFolder.reduce((sum, count) => sum + count, 0);
      const { baseRewritten, rewritten, deleted, copied, owned, refilled } = size;

      expect(replay.baseBytes).toBe(size.base + baseRewritten);
      expect(replay.layers.map((layer) => layer.wastedBytes)).toEqual([
        baseRewritten,
        rewritten + deleted + copied + owned + inFolder + refilled + token.length,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
      ]);
      expect(replay.layers.map((layer) => layer.bytes).slice(2)).toEqual([
        size.pipCache + size.aptLists,
        2 * size.rewriting,
        copied + owned,
        0,
        0,
        0,
        size.refilling,
      ]);
      const ofKind = (kind: string) =>
        replay.waste.filter((item) => item.kind === kind).reduce((sum, item) => sum + item.bytes, 0);
      expect([ofKind('overwritten'), ofKind('deleted'), ofKind('metadata-copy')]).toEqual([
        baseRewritten + rewritten,
        deleted + inFolder + token.length + refilled,
        copied + owned,
      ]);
      expect(replay.totalBytes).toBe(replay.liveBytes + replay.wastedBytes);
      expect(image.secrets).toEqual([
        { rule: 'hugging-face-token', where: 'layer', layer: 1, path: 'srv/token.txt' },
      ]);

      const layerLines = attributeLayers(dockerfile, image.config, image.baseLayers);
      expect(layerLines).toEqual([undefined, 2, 3, 4, 6, 7, 8, 9, 10]);
      const input: MeasuredInput = {
        evidence: {
          dockerfile: '',
          context: { files: [], totalBytesBefore: 0, dockerignore: undefined },
          image,
        },
        dockerfile,
        replay,
        cache: undefined,
        layerLines,
        scenarios: [],
        run: undefined,
        options: { maxMb: 0 },
        findings: [],
      };
      const measured = (id: string) => {
        const verdict = checks.find(({ meta }) => meta.id === id)!.measure!(input);
        return [verdict.line, verdict.evidence?.[0]?.value];
      };
      expect(measured('pip-cache-left')).toEqual([3, size.pipCache]);
      expect(measured('apt-lists-left')).toEqual([3, size.aptLists]);
      expect(measured('bytes-overwritten')).toEqual([4, baseRewritten + rewritten]);
      expect(measured('metadata-copy')).toEqual([6, copied + owned]);
      expect(measured('bytes-deleted-late')[1]).toBe(deleted + inFolder + token.length + refilled);
    }),
    { numRuns: 60 },
  );
}, 60_000);
