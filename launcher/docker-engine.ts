import { execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NoSandboxes } from './no-sandboxes.ts';

const run = promisify(execFile);
const SOCKET = process.env.DOCKER_SOCKET ?? '/var/run/docker.sock';
const PACKAGES = [
  'docker.io',
  'mmdebstrap',
  'iptables',
  'e2fsprogs',
  'xfsprogs',
  'python3-pip',
  'debian-archive-keyring',
];

async function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(SOCKET);
    const done = (ok: boolean) => {
      socket.destroy();
      resolve(ok);
    };
    socket.setTimeout(3_000, () => done(false));
    socket.on('error', () => done(false));
    socket.on('connect', () => socket.write('GET /_ping HTTP/1.0\r\n\r\n'));
    socket.on('data', (chunk) => done(chunk.toString('latin1').includes(' 200 ')));
  });
}

async function waitForEngine(timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (await answers()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

async function has(command: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${command}`]).then(
    () => true,
    () => false,
  );
}

/**
 * Installs Debian packages that are missing.
 *
 * @throws NoSandboxes with the command to run if they cannot be installed
 */
export async function installPackages(packages: string[], report: (detail: string) => void): Promise<void> {
  const missing: string[] = [];
  for (const name of packages) {
    const state = await run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).then(
      (r) => r.stdout,
      () => '',
    );
    if (state !== 'installed') missing.push(name);
  }
  if (missing.length === 0) return;
  if (!(await has('apt-get')))
    throw new NoSandboxes(
      `${missing.join(', ')} must be installed, and this system has no apt-get`,
      `install ${missing.join(', ')} with your system's package manager, then run npm start`,
    );
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  report(`installing ${missing.join(', ')}`);
  try {
    await run('sh', ['-c', command], {
      maxBuffer: 64 << 20,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (cause) {
    const lines = (cause as { stderr?: string }).stderr?.trim().split('\n') ?? [];
    throw new NoSandboxes(
      `${missing.join(', ')} could not be installed: ${lines.at(-1) ?? String(cause)}`,
      command,
      { cause },
    );
  }
}

/**
 * Makes sure that a Docker Engine responds on this machine: installs the distribution's engine if there is
 * none, and starts it.
 *
 * @returns a function that stops it, if this call had to start it without an init system; undefined if
 *   something else manages it.
 * @throws NoSandboxes with the command to run
 */
export async function ensureDockerEngine(
  dataDir: string,
  report: (detail: string) => void,
): Promise<(() => Promise<void>) | undefined> {
  if (await answers()) {
    await installPackages(
      PACKAGES.filter((name) => name !== 'docker.io'),
      report,
    );
    return undefined;
  }
  await installPackages(
    (await has('dockerd')) ? PACKAGES.filter((name) => name !== 'docker.io') : PACKAGES,
    report,
  );
  if (await answers()) return undefined;
  if (existsSync('/run/systemd/system')) {
    report('starting docker.service');
    await run('systemctl', ['start', 'docker']).catch(() => {});
    if (await waitForEngine(30_000)) return undefined;
    throw new NoSandboxes('docker.service was started but does not respond', 'journalctl -u docker');
  }
  report('starting dockerd');
  const logs = join(dataDir, 'logs');
  mkdirSync(logs, { recursive: true });
  // Its own process group, because Ctrl C must stop the runner first and the engine last.
  const engine = spawn('dockerd', [], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const log = createWriteStream(join(logs, 'dockerd.log'), { flags: 'a' });
  engine.stdout.pipe(log);
  engine.stderr.pipe(log);
  const exited = new Promise<void>((resolve) => engine.once('exit', () => resolve()));
  if (!(await waitForEngine(30_000))) {
    engine.kill('SIGTERM');
    throw new NoSandboxes(
      `dockerd was started but does not respond; see its log ${join(logs, 'dockerd.log')}`,
      'dockerd',
    );
  }
  return async () => {
    engine.kill('SIGTERM');
    await exited;
  };
}
