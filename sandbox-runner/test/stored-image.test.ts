import { readImageArchive } from '@dfm/image/archive/archive';
import { readStoredImage } from '@dfm/image/archive/stored-image';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectImage, saveImage } from '../src/engine/images.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

/**
 * Everything that makes a layer's tar hard to reconstruct: whiteouts, an emptied and refilled folder, links,
 * modes, odd names, large and empty files.
 */
const dockerfile = `FROM debian:bookworm-slim
WORKDIR /srv
COPY app.py .
RUN mkdir many full && for i in $(seq 300); do echo $i >many/$i; done && echo old >full/old && head -c 3000000 /dev/urandom >big && : >empty \
 && ln big hard && ln -s ../../etc/passwd soft && chmod 4755 app.py && mkdir -p "$(printf 'n%.0s' $(seq 200))/ü ñ" && printf x >"$(printf 'line\\nbreak')" && mkfifo pipe && chown 1234:5678 many
RUN rm -r many && rm -r full && mkdir full && echo new >full/new && rm big && chmod 700 empty && rm -r /usr/share/doc
CMD ["true"]
`;

let fixture: PoolFixture;
beforeAll(async () => {
  fixture = await openPool();
});
afterAll(() => fixture[Symbol.asyncDispose]());

test("an image read from the engine's store is the image that docker save exports", async () => {
  const sandbox = await fixture.pool.acquire('stored-image');
  expect(await build(sandbox, dockerfile, { 'app.py': 'print(1)\n' })).toMatchObject({ kind: 'built' });
  const engine = sandbox.engine;
  const base = { baseDiffIds: (await inspectImage(engine, 'debian:bookworm-slim'))!.diffIds };
  const { id } = (await inspectImage(engine, 'test:latest'))!;

  const stored = await readStoredImage(sandbox.images, id, base, new AbortController().signal);
  const exported = await readImageArchive(await saveImage(engine, 'test:latest'), base);
  // An archive also has the compressed sizes of layers, here of the base's.
  expect(stored).toEqual({
    ...exported,
    layers: exported.layers.map((layer) => ({ ...layer, compressedBytes: undefined })),
  });
  expect(stored.layers.at(-1)!.entries.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['srv/.wh.big', 'srv/full/new', 'usr/share/.wh.doc']),
  );

  const unknown = `sha256:${'0'.repeat(64)}`;
  await expect(
    readStoredImage(sandbox.images, unknown, {}, new AbortController().signal),
  ).rejects.toMatchObject({ code: 'digest-mismatch' });
  await expect(
    readStoredImage(sandbox.images, id, {}, AbortSignal.abort(new Error('cancelled'))),
  ).rejects.toThrow('cancelled');
});
