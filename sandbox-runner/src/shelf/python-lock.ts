import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../host/command.ts';

/**
 * pip options for wheels that are compatible with the shelf's images: CPython 3.11 on amd64, for glibc up to
 * version 2.36 of Debian bookworm. In pip's order of preference there, the newest glibc first: a wheel of
 * XGBoost for an older one has no CUDA.
 */
export const wheelPlatform = [
  '--python-version=3.11',
  '--implementation=cp',
  '--only-binary=:all:',
  ...['_2_36', '_2_35', '_2_34', '_2_28', '_2_27', '_2_17', '2014'].map(
    (tag) => `--platform=manylinux${tag}_x86_64`,
  ),
];

const pipReportSchema = z.object({
  install: z.array(
    z.object({
      metadata: z.object({ name: z.string(), version: z.string() }),
      download_info: z.object({ archive_info: z.object({ hashes: z.object({ sha256: z.string() }) }) }),
    }),
  ),
});

/**
 * Resolves requirements.in with the machine's Python index, and requirements-alone.in without dependencies,
 * and writes requirements.lock: every package with its exact version and the hash of its wheel.
 */
export async function writePythonLock(listDir: string): Promise<void> {
  const lines = [
    ...(await resolved(['-r', join(listDir, 'requirements.in')])),
    ...(await resolved(['--no-deps', '-r', join(listDir, 'requirements-alone.in')])),
  ];
  await writeFile(
    join(listDir, 'requirements.lock'),
    [
      '# Written by `npm run shelf:lock` from requirements.in and requirements-alone.in.\n',
      ...lines.sort(),
    ].join(''),
  );
}

/** A line of the lock file for each package that pip would install. */
async function resolved(requirements: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shelf-lock-'));
  try {
    const report = join(folder, 'report.json');
    const target = ['--target', join(folder, 'unused')];
    await runCommand('python3', [
      '-m',
      'pip',
      'install',
      '--dry-run',
      '--ignore-installed',
      '--quiet',
      '--report',
      report,
      ...target,
      ...wheelPlatform,
      ...requirements,
    ]);
    const { install } = pipReportSchema.parse(JSON.parse(await readFile(report, 'utf8')));
    return install.map(
      ({ metadata, download_info }) =>
        `${metadata.name.toLowerCase()}==${metadata.version} --hash=sha256:${download_info.archive_info.hashes.sha256}\n`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
