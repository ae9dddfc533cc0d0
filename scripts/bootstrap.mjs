#!/usr/bin/env node
/**
 * First step of `npm start` and `npm test` on a machine that has nothing but Node ≥ 20 and git: installs the
 * npm packages (Node 24 among them) when the lock file changed, then hands over to launcher/start.ts or
 * scripts/test.ts under Node 24, as root where root can be had. Plain JavaScript without dependencies, since
 * nothing is installed yet.
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
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (installed !== wanted) {
  const started = Date.now();
  console.log('  npm packages …');
  // Not `npm ci`: it refuses a lock file that was written where a registry mirror lacked the binaries of
  // other platforms (optional dependencies). `install --no-save` takes the locked versions and changes no
  // file.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (npm.status !== 0) {
    console.error(
      '\nThe npm packages could not be installed. The lines above say why; run the same command again when it is mended.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
  console.log(`✓ npm packages  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Whether commands can run as root through sudo with this environment. Asks for a password where there is a
 * terminal. What needs root: the Docker Engine, and a disk mounted for each sandbox.
 */
function sudoIsGranted() {
  if (spawnSync('sudo', ['--non-interactive', '--preserve-env', 'true'], { stdio: 'ignore' }).status === 0)
    return true;
  if (!process.stdin.isTTY || spawnSync('sudo', ['--version'], { stdio: 'ignore' }).error) return false;
  console.log(
    'Root is needed to run the Docker Engine and to mount disks for the sandboxes: sudo may ask for your password.',
  );
  return spawnSync('sudo', ['--preserve-env', 'true'], { stdio: 'inherit' }).status === 0;
}

const bin = join(root, 'node_modules', '.bin');
// The last three are where root's programs lie; a user's path may lack them.
const path = [bin, process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(':');
const program = [
  join(bin, 'node'),
  join(root, command === 'start' ? 'launcher' : 'scripts', `${command}.ts`),
  ...rest,
];
// Home folder and npm cache become root's: nothing of root's is left in the user's. sudo sets a path of its
// own, hence env.
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
// The end of its input asks the child to stop: a signal of ours would not reach it behind sudo, and this
// holds too when this process is killed. Ctrl C reaches the whole group; this process waits until the child
// has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.stdin.end());
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
