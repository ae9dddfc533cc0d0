import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Engine } from '../engine/engine-types.ts';
import { buildStage } from '../engine/host.ts';
import { runCommand } from '../host/command.ts';
import type { Progress } from '../host/progress.ts';
import type { Apt } from './apt.ts';
import { standInDir } from './debian-root.ts';
import type { ShelfLayout } from './layout.ts';

/** What a stand-in is built from. */
export interface StandInContext {
  /** The build context, with a Dockerfile that has the stand-in as a stage. */
  folder: string;
  buildArgs: Record<string, string>;
}

/** Downloads Debian's upstream source of CPython 3.11. */
export async function fetchPythonSource(apt: Apt, layout: ShelfLayout, progress: Progress): Promise<void> {
  progress('python-source', 'downloading the source package of python3.11');
  await rm(layout.pythonSource, { recursive: true, force: true });
  await mkdir(layout.pythonSource, { recursive: true });
  await apt.get(['source', '--download-only', '--tar-only', 'python3.11'], layout.pythonSource);
}

async function pythonTarball(layout: ShelfLayout): Promise<{ path: string; version: string }> {
  for (const name of await readdir(layout.pythonSource)) {
    const version = /^python3\.11_(.+)\.orig\.tar\.\w+$/.exec(name)?.[1];
    if (version !== undefined) return { path: join(layout.pythonSource, name), version };
  }
  throw new Error('the source package of python3.11 has no upstream tarball');
}

/** The packages of each `apt-install` in the stand-ins' recipe. */
export async function standInInstalls(): Promise<string[][]> {
  const scripts = ['Dockerfile', 'install-python'].map((name) => readFile(join(standInDir, name), 'utf8'));
  const lines = (await Promise.all(scripts)).join('\n').replaceAll('\\\n', ' ');
  return [...lines.matchAll(/apt-install (\w.*)/g)].map(([, names = '']) => names.trim().split(/\s+/));
}

/**
 * Prepares the build context of the base images' Dockerfile. Uses hard links, so that nothing is stored
 * twice.
 *
 * @param roots tar files of root file systems that the stages start from
 */
export async function prepareContext(layout: ShelfLayout, roots: readonly string[]): Promise<StandInContext> {
  const fresh = `${layout.buildContext}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(join(fresh, 'python'), { recursive: true });
  const { path, version } = await pythonTarball(layout);
  await runCommand('cp', ['-al', layout.www, join(fresh, 'shelf')]);
  await runCommand('cp', ['-l', ...roots, fresh]);
  await runCommand('cp', ['-l', path, join(fresh, 'python/python.orig.tar')]);
  await cp(standInDir, join(fresh, 'stand-in'), { recursive: true });
  await cp(join(standInDir, 'Dockerfile'), join(fresh, 'Dockerfile'));
  await rm(layout.buildContext, { recursive: true, force: true });
  await rename(fresh, layout.buildContext);
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { folder: layout.buildContext, buildArgs: { PYTHON_VERSION: version, PYTHON_SHA256: sha256 } };
}

/** Builds the stand-in for one image with the host's engine. */
export async function buildStandIn(
  engine: Engine,
  { folder, buildArgs }: StandInContext,
  stage: string,
  reference: string,
): Promise<void> {
  const tar = spawn('tar', ['-cf', '-', '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  // Node discards unread output of a program that has exited, so a small context would arrive empty.
  const context = tar.stdout.pipe(new PassThrough());
  try {
    await buildStage(engine, context, { target: stage, reference, buildArgs });
  } finally {
    tar.kill();
  }
}
