import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../config/env.ts';
import { buildRecords, removeBuildRecordsBeside } from '../engine/build-records.ts';
import { connectEngine } from '../engine/connect.ts';
import { runCommand } from '../host/command.ts';
import { withLock } from '../host/exclusive-lock.ts';
import { hashInputs } from '../host/input-hash.ts';
import { type Progress, type Report, reported } from '../host/progress.ts';
import { type Apt, openApt } from './apt.ts';
import { type DeclaredService, declaredServices, servicesDir } from './declared.ts';
import { imageInputs } from './image-inputs.ts';
import { imageStep, recordServiceImages, shelveImages } from './images.ts';
import { type ShelfLayout, shelfLayout } from './layout.ts';
import type { StandInContext } from './stand-in.ts';
import { isDone, step } from './step.ts';

/**
 * Puts the images of services on the shelf, from which sandboxes pull them when a lab needs them. Unlike base
 * images, they are not on the disks of new sandboxes. Skips what already exists. Requires a prepared shelf.
 *
 * @throws Error if a registry answers but does not have a declared image, or a stand-in cannot be built
 */
export async function prepareServices(
  env: Pick<RunnerEnv, 'SHELF_DIR' | 'DOCKER_SOCKET'>,
  progress: Progress,
  report: Report = () => {},
): Promise<void> {
  const layout = shelfLayout(env.SHELF_DIR);
  await withLock(
    layout.lock,
    () => progress('services', 'waiting for another process that is preparing the shelf'),
    () => fill(layout, env.DOCKER_SOCKET, progress, report),
  );
}

async function fill(
  layout: ShelfLayout,
  dockerSocket: string,
  progress: Progress,
  report: Report,
): Promise<void> {
  // Stand-ins have the layer of the shelf's Debian, so they are built again with it.
  const inputs = await hashInputs([servicesDir], [await imageInputs()]);
  const declared = await declaredServices();
  for (const name of declared.map(({ reference }) => imageStep(reference)))
    if (await isDone(layout.done, name, inputs)) report({ kind: 'there', step: name });

  // A developer's engine may have records of thousands of steps.
  const engine = connectEngine(dockerSocket, 64 * 1024 * 1024);
  let recordsBefore: ReadonlySet<string> | undefined;
  let apt: Apt | undefined;
  const prepareStandIn = async (service: DeclaredService) => {
    recordsBefore ??= await buildRecords(engine);
    apt ??= await openServiceApt(layout, progress);
    return prepareContext(apt, layout, service, progress);
  };
  try {
    const images = await shelveImages({ engine, layout, progress, prepareStandIn }, declared, (name, work) =>
      step(layout.done, name, inputs, progress, () => reported(report, name, work)),
    );
    await recordServiceImages(layout, images);
    for (const folder of [layout.serviceApt, layout.serviceContext])
      await rm(folder, { recursive: true, force: true });
  } finally {
    if (recordsBefore !== undefined) await removeBuildRecordsBeside(engine, recordsBefore);
  }
}

/**
 * Has its own copy of the indexes: those with which the shelf was filled may name packages that mirrors have
 * replaced.
 */
async function openServiceApt(layout: ShelfLayout, progress: Progress): Promise<Apt> {
  progress('services', 'reading the archive indexes');
  const apt = await openApt(layout.serviceApt, layout.debianSlimRoot, 'those of the root');
  await apt.get(['update']);
  return apt;
}

async function prepareContext(
  apt: Apt,
  { serviceContext, debianSlimRoot }: ShelfLayout,
  { reference, packages }: DeclaredService,
  progress: Progress,
): Promise<StandInContext> {
  progress(`image ${reference}`, 'downloading its Debian packages');
  await rm(serviceContext, { recursive: true, force: true });
  await cp(servicesDir, serviceContext, { recursive: true });
  await runCommand('cp', ['-l', debianSlimRoot, join(serviceContext, 'debian-slim.tar')]);
  const debs = join(serviceContext, 'debs');
  await mkdir(join(debs, 'partial'), { recursive: true });
  await apt.get([
    'install',
    '--yes',
    '--download-only',
    '--no-install-recommends',
    '-o',
    `Dir::Cache::archives=${debs}`,
    ...packages,
  ]);
  return { folder: serviceContext, buildArgs: {} };
}
