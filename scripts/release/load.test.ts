import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfm-load-'));
  const source = join(folder, 'docker-for-ml-1.2.0');
  mkdirSync(source);
  writeFileSync(join(source, 'README.md'), 'read me');
  execFileSync('tar', ['-czf', 'docker-for-ml-1.2.0-source.tar.gz', 'docker-for-ml-1.2.0'], { cwd: folder });
  rmSync(source, { recursive: true });
  for (const name of ['docker-for-ml-site-1.2.0', 'postgres-17'])
    writeFileSync(join(folder, `${name}.oci.tar`), name);
  const sums = execFileSync('sh', ['-c', 'sha256sum *'], { cwd: folder });
  writeFileSync(join(folder, 'SHA256SUMS'), sums);
  copyFileSync(join(import.meta.dirname, '../../deploy/load.sh'), join(folder, 'load.sh'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/docker'), `#!/bin/sh\necho "$@" >> '${folder}/calls'\n`, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function load() {
  const { status, stdout } = spawnSync('sh', [join(folder, 'load.sh')], {
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` },
    encoding: 'utf8',
  });
  const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
  return { status, stdout, calls: calls.trim().split('\n') };
}

test('loads the images, unpacks the source, and shows what comes next', () => {
  const { status, stdout, calls } = load();
  expect(status).toBe(0);
  expect(calls).toEqual([
    'load --input docker-for-ml-site-1.2.0.oci.tar',
    'load --input postgres-17.oci.tar',
  ]);
  expect(readFileSync(join(folder, 'docker-for-ml-1.2.0/README.md'), 'utf8')).toBe('read me');
  expect(stdout).toContain('docker-for-ml-1.2.0/deploy');
  expect(stdout).toContain('_IMAGE=docker-for-ml-$(echo $name | tr A-Z a-z):1.2.0"');
});

test('loads nothing if a file is damaged', () => {
  appendFileSync(join(folder, 'postgres-17.oci.tar'), '.');
  expect(load()).toMatchObject({ status: 1, calls: [''] });
});

test('loads no image that has no checksum', () => {
  writeFileSync(join(folder, 'added.oci.tar'), '');
  expect(load().calls).toHaveLength(2);
});
