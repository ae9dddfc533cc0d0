import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { Git, GitError, gitEnvironment } from './git.ts';
import { initialise } from './initialise.ts';

/** Reading a bundle of 1 GB takes longer than what the site asks of git. */
const TIMEOUT_MS = 30 * 60_000;

/**
 * All drafts and versions of a content store as a git bundle, which `git clone` reads too. It is the state of
 * one moment, whatever is saved in the meantime. Commits that no draft and no version has are not in it.
 *
 * @throws GitError
 */
export async function* bundleOf(folder: string): AsyncGenerator<Buffer> {
  const args = ['bundle', 'create', '--quiet', '-', '--all'];
  const child = spawn('git', ['--git-dir', folder, ...args], {
    env: gitEnvironment() as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem = (problem + text).slice(-500)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Awaited below, and not if the reader stops earlier.
  ended.catch(() => {});
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const code = await ended;
    if (code !== 0) throw new GitError(args, code, problem);
  } finally {
    child.kill('SIGKILL');
  }
}

/**
 * Makes a content store from the bundle of one.
 *
 * @param bundle file with the bundle
 * @param folder must not exist, or be empty
 * @throws GitError if it is not a bundle, or lacks objects
 */
export async function storeFromBundle(bundle: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const git = new Git(folder);
  await initialise(git);
  await git.run(['fetch', '--quiet', bundle, '+refs/*:refs/*'], { timeoutMs: TIMEOUT_MS });
}
