/**
 * `npm run release -- <version> --key <SSH key> [--output <folder>] [--with <image> …] [--built] [--local]
 * [-- <arguments of docker build>]`: makes all files of a release from the current commit. Publishes nothing.
 * Needs a Docker Engine with BuildKit. docs/operators/releases.md, “Make a release”, describes the files.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { versionProblems } from './release/changelog.ts';
import { imageName } from './release/image-name.ts';
import { makeRelease } from './release/make-release.ts';
import { allowedSigner, sign } from './release/signature.ts';

const root = resolve(import.meta.dirname, '..');
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string' },
    output: { type: 'string', default: join(process.env.DATA_DIR ?? join(root, '.data'), 'release') },
    built: { type: 'boolean', default: false },
    local: { type: 'boolean', default: false },
    with: { type: 'string', multiple: true, default: ['caddy:2.10', 'postgres:17-bookworm'] },
  },
});
const [version, ...buildArguments] = positionals;
const { key, output, built, local, with: others } = values;
if (version === undefined || key === undefined) {
  console.error(
    'Usage: npm run release -- <version> --key <SSH key> [--output <folder>] [--with <image> …] [--built] [--local] [-- <arguments of docker build>]',
  );
  process.exit(2);
}
const problems = await problemsOf(version);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
// Before anything is built, because it fails if the key cannot be read.
const signer = await allowedSigner(key);
const { folder, bundle } = await makeRelease({
  root,
  output: resolve(output),
  version,
  commit: git('rev-parse', 'HEAD'),
  seconds: Number(git('show', '--no-patch', '--format=%ct', 'HEAD')),
  buildArguments,
  isBuilt: built,
  isLocal: local,
  others,
  sign: (path) => sign(path, key),
  report: (line) => console.log(line),
});
console.log(`\n${folder}\n${bundle}\nallowed signer: ${signer}`);

async function problemsOf(asked: string): Promise<string[]> {
  const [changelog, manifest] = await Promise.all(
    ['CHANGELOG.md', 'package.json'].map((file) => readFile(join(root, file), 'utf8')),
  );
  const { version: packageVersion } = JSON.parse(manifest!) as { version: string };
  const found = versionProblems(asked, { changelog: changelog!, packageVersion });
  for (const reference of others)
    try {
      imageName(reference);
    } catch (error) {
      found.push((error as Error).message);
    }
  const changed = git('status', '--porcelain');
  if (changed !== '') found.push(`Commit or remove these changes:\n${changed}`);
  const tag = git('tag', '--list', `v${asked}`);
  if (tag !== '' && git('rev-list', '--max-count=1', tag) !== git('rev-parse', 'HEAD'))
    found.push(`${tag} is a tag of a different commit.`);
  return found;
}
