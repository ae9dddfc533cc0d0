import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatBytes } from '@dfm/contracts/quantity';
import { packChart } from './chart-package.ts';
import { sha256 } from './digest.ts';
import { imageName } from './image-name.ts';
import {
  basesIn,
  buildImage,
  checkCommit,
  digestOf,
  engineVersion,
  pull,
  saveImage,
  sbomOf,
} from './images.ts';
import { packOciArchive } from './oci-archive.ts';
import { provenance } from './provenance.ts';
import { gzip, tar } from './reproducible-tar.ts';

const run = promisify(execFile);

export interface ReleaseOrder {
  /** The repository. */
  root: string;
  /** Where a folder and a bundle of this version are written. They replace those of an earlier call. */
  output: string;
  version: string;
  commit: string;
  /** Time of the commit, which becomes the time of all files in archives. */
  seconds: number;
  /** For `docker build`. */
  buildArguments: readonly string[];
  /** Whether the engine has our images already, with the version as their tag. */
  isBuilt: boolean;
  /** Whether to use the bases and other images that the engine has, instead of pulling them. */
  isLocal: boolean;
  /** Other images that an installation without a network needs. */
  others: readonly string[];
  /** Signs a file and writes the signature next to it. */
  sign(path: string): Promise<void>;
  report(line: string): void;
}

/** Our images, each with deploy/<name>.Dockerfile. */
const own = ['site', 'runner'] as const;

/** @returns the folder with the files of the release, and one file with all of them */
export async function makeRelease(order: ReleaseOrder): Promise<{ folder: string; bundle: string }> {
  const name = `docker-for-ml-${order.version}`;
  const folder = join(order.output, name);
  const bundle = `${folder}.tar`;
  const work = await mkdtemp(join(tmpdir(), 'dfm-release-'));
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFiles(order, { folder, work });
    await writeChecksums(folder);
    await order.sign(join(folder, 'SHA256SUMS'));
    await tar(bundle, order.output, [name], order.seconds);
    await order.sign(bundle);
    order.report(`${name}.tar: ${formatBytes((await stat(bundle)).size)}`);
    return { folder, bundle };
  } finally {
    await rm(work, { recursive: true });
  }
}

async function writeFiles(
  order: ReleaseOrder,
  { folder, work }: { folder: string; work: string },
): Promise<void> {
  const { version, commit, seconds, buildArguments } = order;
  const source = await packSource(order, { folder, work });
  await cp(join(source, 'deploy/load.sh'), join(folder, 'load.sh'));
  const chart = join(source, 'deploy/chart');
  if (existsSync(join(chart, 'Chart.yaml')))
    await packChart(chart, { output: folder, work: await empty(work, 'chart'), version, seconds });

  const inputs = new Map<string, string>();
  const take = async (reference: string) => {
    // Both images are built on the same bases, even if a tag is moved in between.
    if (inputs.has(reference)) return;
    if (!order.isLocal) await pull(reference);
    inputs.set(reference, await digestOf(reference));
  };
  for (const each of own) {
    const dockerfile = `deploy/${each}.Dockerfile`;
    const reference = `docker-for-ml-${each}:${version}`;
    if (order.isBuilt) {
      await checkCommit(reference, commit);
      inputs.set(reference, await digestOf(reference));
    } else {
      for (const base of basesIn(await readFile(join(source, dockerfile), 'utf8'), buildArguments))
        await take(base);
      order.report(`building ${reference}`);
      await buildImage(reference, { source, dockerfile, commit, buildArguments });
    }
    await packImage(reference, order, { folder, work });
    await sbomOf(reference, join(folder, `docker-for-ml-${each}-${version}.cdx.json`));
  }
  for (const reference of order.others) {
    await take(reference);
    await packImage(reference, order, { folder, work });
  }
  const statement = provenance(
    {
      version,
      commit,
      buildArguments,
      inputs,
      builder: { node: process.version, docker: await engineVersion() },
    },
    await digestsIn(folder),
  );
  await writeFile(join(folder, 'provenance.json'), `${JSON.stringify(statement, null, 2)}\n`);
}

/** Packs the files of the commit. @returns a folder with them */
async function packSource(
  { root, commit, version }: ReleaseOrder,
  { folder, work }: { folder: string; work: string },
): Promise<string> {
  const prefix = `docker-for-ml-${version}`;
  const archive = join(work, 'source.tar');
  await run('git', ['archive', `--prefix=${prefix}/`, '--output', archive, commit], { cwd: root });
  await gzip(archive, join(folder, `${prefix}-source.tar.gz`));
  await run('tar', ['-x', '-f', archive, '-C', await empty(work, 'source')]);
  return join(work, 'source', prefix);
}

async function packImage(
  reference: string,
  { seconds, report }: ReleaseOrder,
  { folder, work }: { folder: string; work: string },
): Promise<void> {
  const name = imageName(reference);
  const archive = join(folder, `${name.short.replaceAll(/[/:]/g, '-')}.oci.tar`);
  const saved = await empty(work, 'saved');
  await saveImage(reference, saved);
  await packOciArchive(archive, { saved, work: await empty(work, 'layout'), name, seconds });
  report(`${reference}: ${formatBytes((await stat(archive)).size)}`);
}

async function writeChecksums(folder: string): Promise<void> {
  const lines = [...(await digestsIn(folder))].map(([file, hex]) => `${hex}  ${file}\n`);
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
}

/** SHA-256 by name of the files in a folder, in the order of the names. */
async function digestsIn(folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const file of (await readdir(folder)).toSorted()) digests.set(file, await sha256(join(folder, file)));
  return digests;
}

async function empty(work: string, name: string): Promise<string> {
  const folder = join(work, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}
