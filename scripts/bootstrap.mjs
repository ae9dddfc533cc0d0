#!/usr/bin/env node
/**
 * First step of `npm start` and `npm test`, on a machine that needs only Node ≥ 20 and git. Installs the npm
 * packages (including Node 24) if the lock file has changed, then runs launcher/start.ts or scripts/test.ts
 * with Node 24, as root if possible. Plain JavaScript without dependencies, because nothing is installed
 * yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const [command = 'start', ...rest] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node ${process.versions.node} is too old. Install Node 20 or newer, then run this again.`);
  process.exit(1);
}

const stamp = join(root, 'node_modules', '.installed-lock');
const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (installed !== lockHash) {
  const started = Date.now();
  console.log('  npm packages …');
  // Not `npm ci`, which rejects a lock file that was written with a registry mirror without the binaries for other
  // platforms (optional dependencies). `install --no-save` uses the locked versions and changes no file.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.status !== 0) {
    console.error(
      '\nThe npm packages could not be installed. Fix the problem shown above, then run the same command again.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, lockHash);
  console.log(`✓ npm packages  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Whether commands can run as root through sudo with this environment. Asks for a password if there is a
 * terminal. Root is needed for the Docker Engine and to mount a disk for each sandbox.
 */
function sudoIsGranted() {
  if (spawnSync('sudo', ['--non-interactive', '--preserve-env', 'true'], { stdio: 'ignore' }).status === 0)
    return true;
  if (!process.stdin.isTTY || spawnSync('sudo', ['--version'], { stdio: 'ignore' }).error) return false;
  console.log(
    'Root is needed to run the Docker Engine and to mount disks for the sandboxes. sudo may ask for your password.',
  );
  return spawnSync('sudo', ['--preserve-env', 'true'], { stdio: 'inherit' }).status === 0;
}

const bin = join(root, 'node_modules', '.bin');
// The last three contain root's programs, and a user's path may lack them.
const path = [bin, process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(':');
const program = [
  join(bin, 'node'),
  join(root, command === 'start' ? 'launcher' : 'scripts', `${command}.ts`),
  ...rest,
];
// Uses root's home folder and npm cache, so that no files of root are left in the user's. sudo sets its own path, so
// env sets it again.
const prefix =
  process.getuid?.() === 0 || !sudoIsGranted()
    ? []
    : ['sudo', '--preserve-env', '--set-home', 'env', `PATH=${path}`];
const [file, ...args] = [...prefix, ...program];
const child = spawn(file, args, {
  cwd: root,
  stdio: ['pipe', 'inherit', 'inherit'],
  env: { ...process.env, PATH: path, STOP_WITH_INPUT: '1', npm_config_cache: undefined },
});
// The child stops when its input ends. Our signals would not reach it through sudo, and this also works if this process
// is killed. Ctrl C reaches the complete process group; this process waits until the child has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.stdin.end());
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
