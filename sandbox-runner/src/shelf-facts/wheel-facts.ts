import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { WheelFacts } from '@dfm/contracts';
import { readElfDynamic } from '@dfm/image/files/elf';
import { runCommand } from '../host/command.ts';
import { wheelPlatform } from '../shelf/python-lock.ts';

/** Wheels whose libraries appear in lessons. */
const wheels = [
  'numpy==2.4.6',
  'scikit-learn==1.9.1',
  'xgboost==3.2.0',
  'lightgbm==4.7.0',
  'opencv-python==5.0.0.93',
  'opencv-python-headless==5.0.0.93',
];

/** Downloads the wheels with the machine's own pip and reads which shared libraries they need. */
export async function readWheels(progress: (message: string) => void): Promise<WheelFacts[]> {
  const facts: WheelFacts[] = [];
  for (const wheel of wheels) {
    progress(wheel);
    const folder = await mkdtemp(join(tmpdir(), 'wheel-facts-'));
    try {
      facts.push(await readWheel(wheel, folder));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return facts;
}

async function readWheel(requirement: string, folder: string): Promise<WheelFacts> {
  await runCommand('python3', [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--dest',
    folder,
    ...wheelPlatform,
    requirement,
  ]);
  const [fileName = ''] = await readdir(folder);
  const { size } = await stat(join(folder, fileName));
  const unpacked = join(folder, 'unpacked');
  await runCommand('python3', ['-m', 'zipfile', '--extract', join(folder, fileName), unpacked]);
  const needed = new Map<string, string[]>();
  for (const path of await readdir(unpacked, { recursive: true })) {
    if (!/\.so(\.|$)/.test(basename(path))) continue;
    const dynamic = readElfDynamic(await readFile(join(unpacked, path)));
    if (dynamic !== undefined) needed.set(path, dynamic.needed);
  }
  const [name = '', version = ''] = requirement.split('==');
  return {
    package: name,
    version,
    fileName,
    bytes: size,
    sharedObjects: needed.size,
    ...splitByOrigin(needed),
  };
}

/**
 * Splits the libraries that a wheel's shared objects need into those that the wheel bundles and those that it
 * leaves to the system.
 *
 * @param needed the names that each shared object needs, by its path in the wheel
 */
export function splitByOrigin(
  needed: ReadonlyMap<string, readonly string[]>,
): Pick<WheelFacts, 'bundled' | 'leftToSystem'> {
  const inWheel = new Set([...needed.keys()].map((path) => basename(path)));
  const named = [...new Set([...needed.values()].flat())].sort();
  return {
    bundled: named.filter((library) => inWheel.has(library)),
    leftToSystem: named.filter((library) => !inWheel.has(library)),
  };
}
