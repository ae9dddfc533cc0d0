import { access, mkdir } from 'node:fs/promises';
import type { RunnerEnv } from '../env.ts';
import { buildRecords, removeBuildRecordsBeside } from '../engine/build-records.ts';
import { connectEngine } from '../engine/connect.ts';
import { withLock } from '../host/exclusive-lock.ts';
import { hashInputs } from '../host/input-hash.ts';
import type { Progress } from '../host/progress.ts';
import { openApt } from './apt.ts';
import { copyDebianArchive } from './debian-archive.ts';
import { buildDebianRoot, standInDir } from './debian-root.ts';
import { declaredImages, shelfListDir } from './declared.ts';
import { recordImages, shelveImages } from './images.ts';
import { type ShelfLayout, shelfLayout } from './layout.ts';
import { fetchPythonSource, layOutContext } from './stand-in.ts';
import { step } from './step.ts';
import { copyWheels } from './wheels.ts';

/**
 * Fills SHELF_DIR with all that sandboxes may fetch. Steps done before from the same declared list are skipped, an
 * interrupted one is done again, and a second process waits for the first.
 * @throws Error of the program or download that failed
 */
export async function prepareShelf(env: Pick<RunnerEnv, 'SHELF_DIR' | 'DOCKER_SOCKET'>, progress: Progress): Promise<void> {
  const layout = shelfLayout(env.SHELF_DIR);
  await mkdir(layout.work, { recursive: true });
  await mkdir(layout.www, { recursive: true });
  await withLock(layout.lock, () => progress('shelf', 'another process is preparing it: waiting'), () => fill(layout, env.DOCKER_SOCKET, progress));
}

async function fill(layout: ShelfLayout, dockerSocket: string, progress: Progress): Promise<void> {
  const inputs = await hashInputs([shelfListDir, standInDir]);
  const once = (name: string, work: () => Promise<void>) => step(layout.done, name, inputs, progress, work);

  await once('wheels', () => copyWheels(layout, progress));
  await once('debian-slim', () => buildDebianRoot(layout.debianSlimRoot, 'slim', progress));
  const apt = await openApt(layout.apt, layout.debianSlimRoot);
  await once('debian-packages', () => copyDebianArchive(apt, layout.www, progress));

  // A developer's engine may have kept thousands of steps.
  const engine = connectEngine(dockerSocket, 64 * 1024 * 1024);
  let recordsBefore: ReadonlySet<string> | undefined;
  const layOutStandIns = async () => {
    recordsBefore ??= await buildRecords(engine);
    await once('debian', () => buildDebianRoot(layout.debianRoot, 'full', progress));
    await once('python-source', () => fetchPythonSource(apt, layout, progress));
    await layOutContext(layout);
  };
  try {
    await recordImages(layout, await shelveImages({ engine, layout, progress, layOutStandIns }, await declaredImages(), once));
  } finally {
    // Stand-ins share steps, some of them large. Once all are saved nothing needs them again.
    if (recordsBefore !== undefined) await removeBuildRecordsBeside(engine, recordsBefore);
  }
}

/** Whether `prepareShelf` once came to its end in this folder. */
export async function shelfIsPrepared(shelfDir: string): Promise<boolean> {
  return access(shelfLayout(shelfDir).imagesRecord).then(() => true, () => false);
}
