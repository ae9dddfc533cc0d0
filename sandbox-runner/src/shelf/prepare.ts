import { access, mkdir } from 'node:fs/promises';
import type { RunnerEnv } from '../config/env.ts';
import { buildRecords, removeBuildRecordsBeside } from '../engine/build-records.ts';
import { connectEngine } from '../engine/connect.ts';
import { withLock } from '../host/exclusive-lock.ts';
import { hashInputs } from '../host/input-hash.ts';
import { type Progress, type Report, reported } from '../host/progress.ts';
import { together } from '../host/together.ts';
import { openApt } from './apt.ts';
import { copyDebianArchive } from './debian-archive.ts';
import { buildDebianRoot } from './debian-root.ts';
import { type DeclaredImage, declaredImages, declaredList, isMadeLater } from './declared.ts';
import { imageInputs } from './image-inputs.ts';
import { imageStep, readShelfImages, recordImages, shelveImages } from './images.ts';
import { type ShelfLayout, shelfLayout } from './layout.ts';
import { fetchPythonSource, prepareContext } from './stand-in.ts';
import { isDone, step } from './step.ts';
import { copyWheels } from './wheels.ts';

export interface ShelfSteps {
  report: Report;
  /**
   * What else sandboxes need. It runs in parallel with the base images: until then both processors are busy,
   * and compiling Python often leaves one idle.
   */
  alongsideImages(): Promise<void>;
  /**
   * Called once the shelf has everything that sandboxes need to start. Images that are built later follow
   * after that.
   */
  onUsable(): Promise<void>;
}

/**
 * Fills SHELF_DIR with everything that sandboxes may fetch. Skips steps that were completed with the same
 * inputs, repeats an interrupted step, and waits for another process that is doing the same.
 *
 * @throws Error of the program or download that failed, after everything else has ended
 */
export async function prepareShelf(
  env: Pick<RunnerEnv, 'SHELF_DIR' | 'DOCKER_SOCKET'>,
  progress: Progress,
  steps: ShelfSteps = { report: () => {}, alongsideImages: async () => {}, onUsable: async () => {} },
): Promise<void> {
  const layout = shelfLayout(env.SHELF_DIR);
  await mkdir(layout.work, { recursive: true });
  await mkdir(layout.www, { recursive: true });
  await withLock(
    layout.lock,
    () => progress('shelf', 'waiting for another process that is preparing it'),
    () => fill(layout, env.DOCKER_SOCKET, progress, steps),
  );
}

async function fill(
  layout: ShelfLayout,
  dockerSocket: string,
  progress: Progress,
  { report, alongsideImages, onUsable }: ShelfSteps,
): Promise<void> {
  const inputsOf = await stepInputs();
  const once = (name: string, work: () => Promise<void>) =>
    step(layout.done, name, inputsOf(name), progress, () => reported(report, name, work));
  const declared = await declaredImages();
  const done = new Set<string>();
  for (const name of [
    'wheels',
    'debian-slim',
    'debian-packages',
    ...declared.map(({ reference }) => imageStep(reference)),
  ]) {
    if (!(await isDone(layout.done, name, inputsOf(name)))) continue;
    done.add(name);
    report({ kind: 'there', step: name });
  }

  const [, apt] = await together([
    once('wheels', () => copyWheels(layout, progress)),
    (async () => {
      await once('debian-slim', () => buildDebianRoot(layout.debianSlimRoot, 'slim', progress));
      const opened = await openApt(layout.apt, layout.debianSlimRoot);
      await once('debian-packages', () => copyDebianArchive(opened, layout.www, progress));
      return opened;
    })(),
  ]);

  // A developer's engine may have records of thousands of steps.
  const engine = connectEngine(dockerSocket, 64 * 1024 * 1024);
  let recordsBefore: ReadonlySet<string> | undefined;
  const prepareStandIn = async (image: DeclaredImage) => {
    recordsBefore ??= await buildRecords(engine);
    await once('python-source', () => fetchPythonSource(apt, layout, progress));
    const roots = [layout.debianSlimRoot];
    if (isMadeLater(image)) {
      await once('debian', () => buildDebianRoot(layout.debianRoot, 'full', progress));
      roots.push(layout.debianRoot);
    }
    return prepareContext(layout, roots);
  };
  const tools = { engine, layout, progress, prepareStandIn };
  // If a later image already exists, the first disk includes it.
  const first = declared.filter((image) => !isMadeLater(image) || done.has(imageStep(image.reference)));
  try {
    const [images] = await together([shelveImages(tools, first, once), alongsideImages()]);
    await recordImages(layout, images);
    await onUsable();
    if (first.length < declared.length) await recordImages(layout, await shelveImages(tools, declared, once));
  } finally {
    // Stand-ins share steps, some of them large, which are not needed after all have been saved.
    if (recordsBefore !== undefined) await removeBuildRecordsBeside(engine, recordsBefore);
  }
}

/**
 * What each step depends on. The archive is resolved for the root file systems of the images, so it is copied
 * again with them.
 */
async function stepInputs(): Promise<(step: string) => string> {
  const ofImages = await imageInputs();
  const [ofWheels, ofArchive] = await Promise.all([
    hashInputs([], [await declaredList('requirements.lock')]),
    hashInputs([], [ofImages, await declaredList('debian-packages.txt')]),
  ]);
  return (name) => (name === 'wheels' ? ofWheels : name === 'debian-packages' ? ofArchive : ofImages);
}

/** Whether sandboxes can use this folder. Images that are built later may be missing. */
export async function shelfIsPrepared(shelfDir: string): Promise<boolean> {
  return access(shelfLayout(shelfDir).imagesRecord).then(
    () => true,
    () => false,
  );
}

/** Whether every declared image is on the shelf. */
export async function shelfIsComplete(shelfDir: string): Promise<boolean> {
  if (!(await shelfIsPrepared(shelfDir))) return false;
  const prepared = new Set((await readShelfImages(shelfLayout(shelfDir))).map(({ reference }) => reference));
  return (await declaredImages()).every(({ reference }) => prepared.has(reference));
}
