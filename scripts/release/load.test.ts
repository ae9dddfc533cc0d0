import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfm-load-'));
  const source = join(folder, 'docker-for-ml-1.2.0');
  mkdirSync(join(source, 'deploy'), { recursive: true });
  writeFileSync(join(source, 'README.md'), 'read me');
  writeFileSync(join(source, 'deploy/.env.example'), 'SITE_URL=https://localhost\n');
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

/** Runs the printed commands below a heading. @returns the resulting .env */
function follow(printed: string, heading: string, old = ''): string {
  const [, commands = ''] = new RegExp(`^${heading}.*:\\n((?:  .*\\n)+)`, 'm').exec(printed) ?? [];
  const deploy = join(folder, 'docker-for-ml-1.2.0/deploy');
  execFileSync('sh', ['-euc', commands.replace('/path/to/deploy', old)], {
    cwd: deploy,
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` },
  });
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(/^compose up --detach --no-build\n$/m);
  expect(statSync(join(deploy, '.env')).mode & 0o777).toBe(0o600);
  return readFileSync(join(deploy, '.env'), 'utf8');
}

const images = 'SITE_IMAGE=docker-for-ml-site:1.2.0\nRUNNER_IMAGE=docker-for-ml-runner:1.2.0\n';

test('loads the images and unpacks the source', () => {
  const { status, calls } = load();
  expect(status).toBe(0);
  expect(calls).toEqual([
    'load --input docker-for-ml-site-1.2.0.oci.tar',
    'load --input postgres-17.oci.tar',
  ]);
  expect(readFileSync(join(folder, 'docker-for-ml-1.2.0/README.md'), 'utf8')).toBe('read me');
});

test('the printed commands start a first installation, with secrets that only its user can read', () => {
  const { stdout } = load();
  expect(stdout).toContain('docker-for-ml-1.2.0/deploy');
  const secrets = ['AUTH_SECRET', 'RUNNER_TOKEN', 'POSTGRES_PASSWORD'].map(
    (name) => `${name}=[0-9a-f]{64}\n`,
  );
  expect(follow(stdout, 'First installation')).toMatch(
    new RegExp(`^SITE_URL=https://localhost\n${secrets.join('')}${images}$`),
  );
});

test('the printed commands update an installation, and keep its settings and secrets', () => {
  const old = join(folder, 'old');
  mkdirSync(join(old, 'certificates'), { recursive: true });
  const settings = 'SITE_URL=https://course.example\nAUTH_SECRET=a\nCADDY_IMAGE=caddy:2.9\n';
  writeFileSync(join(old, '.env'), `${settings}${images.replaceAll('1.2.0', '1.1.0')}`, { mode: 0o600 });
  writeFileSync(join(old, 'site.env'), 'ACCOUNT_REQUIRED=true\n');
  // The proxy in its container is a different user.
  writeFileSync(join(old, 'certificates/site.pem'), 'certificate', { mode: 0o644 });

  expect(follow(load().stdout, 'Update', old)).toBe(`${settings}${images}`);
  const copied = (name: string) => join(folder, 'docker-for-ml-1.2.0/deploy', name);
  expect(readFileSync(copied('site.env'), 'utf8')).toBe('ACCOUNT_REQUIRED=true\n');
  expect(statSync(copied('certificates/site.pem')).mode & 0o777).toBe(0o644);
});

test('loads nothing if a file is damaged', () => {
  appendFileSync(join(folder, 'postgres-17.oci.tar'), '.');
  expect(load()).toMatchObject({ status: 1, calls: [''] });
});

test('loads no image that has no checksum', () => {
  writeFileSync(join(folder, 'added.oci.tar'), '');
  expect(load().calls).toHaveLength(2);
});
