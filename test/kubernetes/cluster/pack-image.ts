import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../../sandbox-runner/src/host/command.ts';

/**
 * Writes an image with one program as an archive that `ctr images import` reads.
 *
 * @param program its path becomes `/<name>`, which is the entry point
 */
export async function packImage(reference: string, name: string, program: string, to: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'image-'));
  const tar = (file: string, dir: string) =>
    runCommand('tar', ['--create', `--file=${file}`, `--directory=${dir}`, '.']);
  try {
    const [root, archive] = [join(work, 'root'), join(work, 'archive')];
    for (const dir of [root, archive]) await mkdir(dir);
    await copyFile(program, join(root, name));
    await tar(join(archive, 'layer.tar'), root);
    const config = JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Entrypoint: [`/${name}`] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(await readFile(join(archive, 'layer.tar')))}`] },
    });
    const Config = `${sha256(Buffer.from(config))}.json`;
    await writeFile(join(archive, Config), config);
    const manifest = [{ Config, RepoTags: [reference], Layers: ['layer.tar'] }];
    await writeFile(join(archive, 'manifest.json'), JSON.stringify(manifest));
    // The names of the files in the archive must not begin with a dot.
    await runCommand('tar', [
      '--create',
      `--file=${to}`,
      `--directory=${archive}`,
      Config,
      'layer.tar',
      'manifest.json',
    ]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
