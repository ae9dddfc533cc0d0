import type { WheelPlatforms } from '@dfm/contracts';
import { z } from 'zod';
import { runCommand } from '../host/command.ts';
import { wheelPlatform } from '../shelf/python-lock.ts';

/** Packages that model services use. */
const packages = [
  'numpy',
  'scipy',
  'pandas',
  'scikit-learn',
  'xgboost',
  'lightgbm',
  'onnxruntime',
  'opencv-python',
  'torch',
  'tensorflow',
];

/** The same Python on a Linux with musl (PEP 656), for both versions of musl for which wheels are built. */
const muslPlatform = [
  ...wheelPlatform.filter((option) => !option.startsWith('--platform')),
  '--platform=musllinux_1_2_x86_64',
  '--platform=musllinux_1_1_x86_64',
];

const reportSchema = z.object({
  install: z.tuple([z.object({ metadata: z.object({ version: z.string() }) })]),
});

/**
 * Finds out from the package index, with the machine's own pip, which packages have a wheel for which C
 * library.
 */
export async function readWheelPlatforms(): Promise<WheelPlatforms[]> {
  const found: WheelPlatforms[] = [];
  for (const name of packages)
    found.push({
      package: name,
      manylinux: await newestWheel(name, wheelPlatform),
      musllinux: await newestWheel(name, muslPlatform),
    });
  return found;
}

async function newestWheel(name: string, platform: readonly string[]): Promise<string | null> {
  try {
    const report = await runCommand('python3', [
      '-m',
      'pip',
      'install',
      '--dry-run',
      '--ignore-installed',
      '--no-deps',
      '--quiet',
      '--target',
      '/nowhere',
      '--report',
      '-',
      ...platform,
      name,
    ]);
    return reportSchema.parse(JSON.parse(report)).install[0].metadata.version;
  } catch (error) {
    if (isNoWheel(error)) return null;
    throw error;
  }
}

/**
 * Whether pip reports that there is no such wheel. For an unreachable index, pip also reports no versions,
 * but only after retrying.
 */
export function isNoWheel(error: unknown): boolean {
  return (
    error instanceof Error && /\(from versions: none\)/.test(error.message) && !/Retrying/.test(error.message)
  );
}
