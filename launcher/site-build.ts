import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.ts';
import type { CleanUps } from './clean-ups.ts';

const INPUTS = [
  'app',
  'components',
  'content',
  'lib',
  'packages',
  'prisma',
  'public',
  'proxy.ts',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * Next computes the addresses of server actions from this key. By default, each build has its own, so a form
 * that was opened before an update could not be submitted after it. It is not a secret: Next would encrypt
 * with it what an action takes from the function around it, and no action is inside a function (a test looks
 * for such).
 */
const actionsKey = createHash('sha256').update('docker-for-ml').digest('base64');

function* filesUnder(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort())
    if (name !== 'node_modules' && name !== 'generated') yield* filesUnder(join(path, name));
}

function inputHash(root: string): string {
  // Prerendered pages contain the public address.
  const hash = createHash('sha256').update(process.env.SITE_URL ?? '');
  for (const input of INPUTS) {
    for (const file of filesUnder(join(root, input)))
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Builds the site for production, unless its inputs have not changed since the last build.
 *
 * @returns 'unchanged' or 'built'
 * @throws with the end of the build's output if it fails
 */
export async function buildSite(
  root: string,
  report: (detail: string) => void,
  cleanUps: CleanUps,
): Promise<'unchanged' | 'built'> {
  const stamp = join(root, '.next', 'built-from');
  const inputsHash = inputHash(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputsHash) return 'unchanged';
  const onLine = (line: string) => /^[✓▲\w]/.test(line) && report(line.slice(0, 60));
  await runChild(
    process.execPath,
    [join(root, 'node_modules/next/dist/bin/next'), 'build'],
    {
      cwd: root,
      env: {
        ...process.env,
        NEXT_TELEMETRY_DISABLED: '1',
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey,
      },
      onLine,
    },
    cleanUps,
  );
  writeFileSync(stamp, inputsHash);
  return 'built';
}
