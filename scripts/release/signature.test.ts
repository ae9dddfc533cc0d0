import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { allowedSigner, sign } from './signature.ts';

const documentation = readFileSync(join(import.meta.dirname, '../../docs/operators/releases.md'), 'utf8');
/** The command for receivers of a release. */
const [command = ''] = /^ssh-keygen -Y verify (?:.*\\\n)*.*$/m.exec(documentation) ?? [];
const file = 'docker-for-ml-1.2.0.tar';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dfm-signature-'));
  for (const key of ['ours', 'other'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  writeFileSync(join(folder, 'allowed-signers'), `${await allowedSigner(join(folder, 'ours'))}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Exit code and output of the documented command for a file signed with a key. */
async function verified({ key = 'ours', change = (bytes: Buffer) => bytes, as = command } = {}) {
  const path = join(folder, file);
  const bytes = Buffer.from('a release\n');
  writeFileSync(path, bytes);
  await sign(path, join(folder, key));
  writeFileSync(path, change(bytes));
  const { status, stdout, stderr } = spawnSync('sh', ['-c', as], { cwd: folder, encoding: 'utf8' });
  return `${status} ${stdout} ${stderr}`;
}

test('the documented command accepts a release', async () => {
  expect(await verified()).toMatch(/^0 Good "docker-for-ml-release" signature for docker-for-ml /);
});

test('it refuses a release in which one bit differs', async () => {
  const flipped = (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 3 ? byte ^ 1 : byte)));
  expect(await verified({ change: flipped })).toMatch(/^255 .*incorrect signature/s);
});

test('it refuses a different signer', async () => {
  expect(await verified({ key: 'other' })).toMatch(/^255 .*Could not verify signature/s);
});

test('it refuses a signature that was made for something else', async () => {
  expect(await verified({ as: command.replace('docker-for-ml-release', 'git') })).toMatch(
    /^255 .*namespace/s,
  );
});

test('an agent can have the private part', async () => {
  const agent = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' });
  const [, socket, pid] = /SSH_AUTH_SOCK=([^;]+);.*SSH_AGENT_PID=(\d+);/s.exec(agent)!;
  onTestFinished(() => {
    process.kill(Number(pid));
    vi.unstubAllEnvs();
    renameSync(join(folder, 'elsewhere'), join(folder, 'ours'));
  });
  vi.stubEnv('SSH_AUTH_SOCK', socket);
  execFileSync('ssh-add', ['-q', join(folder, 'ours')]);
  renameSync(join(folder, 'ours'), join(folder, 'elsewhere'));

  expect(`${await allowedSigner(join(folder, 'ours.pub'))}\n`).toBe(
    readFileSync(join(folder, 'allowed-signers'), 'utf8'),
  );
  expect(await verified({ key: 'ours.pub' })).toMatch(/^0 Good /);
});
