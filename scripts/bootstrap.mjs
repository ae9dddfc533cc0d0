#!/usr/bin/env node
/**
 * First step of `npm start` and `npm test` on a machine that has nothing but Node ≥ 20 and git: installs the npm
 * packages (Node 24 among them) when the lock file changed, then hands over to scripts/<command>.ts under Node 24.
 * Plain JavaScript without dependencies, since nothing is installed yet.
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
const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (installed !== wanted) {
  const started = Date.now();
  console.log('  npm packages …');
  // Not `npm ci`: it refuses a lock file that was written where a registry mirror lacked the binaries of other platforms
  // (optional dependencies). `install --no-save` takes the locked versions and changes no file.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (npm.status !== 0) {
    console.error('\nThe npm packages could not be installed. The lines above say why; run the same command again when it is mended.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
  console.log(`✓ npm packages  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const bin = join(root, 'node_modules', '.bin');
const child = spawn(join(bin, 'node'), [join(root, 'scripts', `${command}.ts`), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
});
// The terminal sends Ctrl C to the whole group: the child stops in its own time, and this process waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
