import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/** Git ended with an exit code that is no answer: a defect of this package, or a damaged repository. */
export class GitError extends Error {
  readonly code: number | null;

  constructor(args: readonly string[], code: number | null, stderr: string) {
    super(`git ${args[0]} ended with ${code}: ${stderr.trim().slice(-500)}`);
    this.name = 'GitError';
    this.code = code;
  }
}

interface Options {
  /** Written to the standard input. */
  input?: Uint8Array | string;
  env?: Record<string, string>;
  /** Exit codes that are an answer, besides 0. */
  answers?: readonly number[];
  /** After this time, git is killed; a minute unless given. */
  timeoutMs?: number;
}

export interface Answer {
  code: number;
  stdout: Buffer;
}

const TIMEOUT_MS = 60_000;
/** Several times what the largest content needs. A tree that someone pushed may list more files than exist. */
const OUTPUT_BYTES_MAX = 100_000_000;

/** The environment of git. Not that of this process: GIT_DIR or a user's settings would change what git does. */
export const gitEnvironment = (): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
});

/** Git's command line in one bare repository, without the settings and hooks of the machine. */
export class Git {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws GitError for an exit code that is not an answer */
  async run(args: readonly string[], options: Options = {}): Promise<Answer> {
    const { stdout, stderr, code } = await this.#spawn(args, options);
    if (code === null || (code !== 0 && !options.answers?.includes(code)))
      throw new GitError(args, code, stderr.toString());
    return { code, stdout };
  }

  /** The output as text without the last line break. @throws GitError as `run` */
  async text(args: readonly string[], options?: Options): Promise<string> {
    return (await this.run(args, options)).stdout.toString().replace(/\n$/, '');
  }

  async #spawn(args: readonly string[], { input, env, timeoutMs = TIMEOUT_MS }: Options) {
    const child = spawn('git', ['--git-dir', this.folder, '-c', `core.hooksPath=${devNull}`, ...args], {
      env: { ...gitEnvironment(), GIT_LITERAL_PATHSPECS: '1', ...env } as unknown as NodeJS.ProcessEnv,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    // Git may end without reading its input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const [stdout, stderr, code] = await Promise.all([
      collected(child.stdout, () => child.kill('SIGKILL')),
      collected(child.stderr, () => child.kill('SIGKILL')),
      new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      }),
    ]);
    return { stdout, stderr, code };
  }
}

/** @param tooMuch called once there is more output than is kept */
async function collected(stream: AsyncIterable<Buffer>, tooMuch: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > OUTPUT_BYTES_MAX) tooMuch();
    else chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
