import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine-types.ts';
import { hasImage, importRoot } from '../../engine/host.ts';
import { hashInputs } from '../../host/input-hash.ts';
import type { Progress } from '../../host/progress.ts';
import { declaredNames } from '../../shelf/declared.ts';

const imageDir = join(import.meta.dirname, '../../../images/sandbox');

/**
 * Folders that a sandbox does not need: documentation and translations. Learners read the manual in their
 * shells, in English.
 */
const excludes = ['man/??', 'man/??_??', 'doc', 'locale', 'info', 'lintian'].map(
  (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
);

/** Tag of the sandbox image: a hash of all its inputs, so that a change results in a different image. */
export async function sandboxImageTag(): Promise<string> {
  return `dfm-sandbox:${(await hashInputs([imageDir])).slice(0, 12)}`;
}

/**
 * Builds the sandbox image (an engine, BuildKit, Compose and rootlesskit from Debian trixie) unless the
 * host's engine has it. Requires mmdebstrap on this machine.
 *
 * @returns its tag
 */
export async function buildSandboxImage(engine: Engine, progress: Progress): Promise<string> {
  const tag = await sandboxImageTag();
  if (await hasImage(engine, tag)) {
    progress('sandbox image', `${tag} already exists`);
    return tag;
  }
  progress('sandbox image', `building ${tag} from Debian packages`);
  const packages = await declaredNames(join(imageDir, 'packages.txt'));
  const hook = `--customize-hook="${join(imageDir, 'customize')}" "$1" "${imageDir}"`;
  const args = [
    '--quiet',
    '--variant=minbase',
    '--skip=output/dev',
    ...excludes,
    `--include=${packages.join(',')}`,
    hook,
    'trixie',
    '-',
  ];
  const child = spawn('mmdebstrap', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2_000)));
  const ended = once(child, 'close') as Promise<[number | null]>;
  // Tagged only after mmdebstrap has succeeded, so that an incomplete root file system is never used as the
  // image.
  const unfinished = `${tag}-unfinished`;
  await importRoot(engine, child.stdout, unfinished, ['ENTRYPOINT ["/usr/local/lib/sandbox/entry"]']);
  const [status] = await ended;
  if (status !== 0) {
    await engine.getImage(unfinished).remove();
    throw new Error(`mmdebstrap ended with ${status}: ${errors.trim()}`);
  }
  const [repo = '', name = ''] = tag.split(':');
  await engine.getImage(unfinished).tag({ repo, tag: name });
  await engine.getImage(unfinished).remove();
  progress('sandbox image', `${tag} is ready`);
  return tag;
}
