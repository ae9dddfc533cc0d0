import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = ['app', 'components', 'content', 'lib', 'packages', 'prisma', 'public', 'proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts', 'next.config.mjs', 'postcss.config.mjs', 'package-lock.json', 'tsconfig.json'];

function* filesUnder(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) if (name !== 'node_modules' && name !== 'generated') yield* filesUnder(join(path, name));
}

function inputHash(root: string): string {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of filesUnder(join(root, input))) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Builds the site for production unless what it is made from has not changed since the last build.
 * @returns 'unchanged' or 'built'
 * @throws with the end of the build's output where it fails
 */
export async function buildSite(root: string, say: (detail: string) => void): Promise<'unchanged' | 'built'> {
  const stamp = join(root, '.next', 'built-from');
  const wanted = inputHash(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'unchanged';
  const output: string[] = [];
  const build = spawn(join(root, 'node_modules/.bin/next'), ['build'], { cwd: root, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [build.stdout, build.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      const line = chunk.toString().trim().split('\n').at(-1)?.trim();
      if (line && /^[✓▲\w]/.test(line)) say(line.slice(0, 60));
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    build.once('error', reject);
    build.once('close', resolve);
  });
  if (code !== 0) throw new Error(`next build ended with ${code}\n${output.join('').slice(-6_000)}`);
  writeFileSync(stamp, wanted);
  return 'built';
}
