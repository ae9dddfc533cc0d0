import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { GitError, gitEnvironment } from './git.ts';
import { hooksOf } from './push-hooks.ts';

/** For a clone over a slow line. */
const TIMEOUT_MS = 10 * 60_000;
/** Several times a repository of the largest size. */
const OUTPUT_BYTES_MAX = 4_000_000_000;
const MEMORY_KIB = 2 * 2 ** 20;
const GRACE_MS = 2_000;
const STDERR_KEPT = 2_000;

/** Git's two services for other machines. The third, upload-archive, is not offered. */
export type GitServiceName = 'upload-pack' | 'receive-pack';

export interface GitCall {
  service: GitServiceName;
  /** What the client sent; undefined for its first question, which branches there are. */
  request: AsyncIterable<Uint8Array> | undefined;
  /** Whether the client speaks version 2 of the protocol. */
  isVersion2: boolean;
  /** Of the client. A push that has arrived is finished without it. */
  signal: AbortSignal;
}

/** A branch that a push has moved or made. */
export interface PushedBranch {
  ref: string;
  commit: string;
}

export interface GitAnswer {
  output: AsyncIterable<Uint8Array>;
  /** Settles when the process has ended, whether or not anyone reads the output. */
  pushed: Promise<PushedBranch[]>;
}

/** Passed on the command line, so that neither the repository nor the machine can change them. */
const settingsOf = (folder: string): Record<string, string>[] => [
  { 'core.hooksPath': hooksOf(folder), 'safe.directory': folder },
  // What a clone can see: branches and versions.
  { 'uploadpack.hideRefs': 'refs' },
  { 'uploadpack.hideRefs': '!refs/heads' },
  { 'uploadpack.hideRefs': '!refs/published' },
  // Filters and single objects make the server search for what nobody needs.
  { 'uploadpack.allowFilter': 'false', 'uploadpack.allowAnySHA1InWant': 'false' },
  // A pack is kept as it comes: unpacking could make gigabytes of megabytes.
  { 'receive.unpackLimit': '1', 'receive.maxInputSize': '50m', 'receive.fsckObjects': 'true' },
  {
    'receive.denyDeletes': 'true',
    'receive.denyNonFastForwards': 'true',
    'receive.hideRefs': 'refs/published',
  },
  { 'receive.autogc': 'false', 'gc.auto': '0' },
  { 'pack.threads': '1', 'pack.windowMemory': '64m', 'pack.deltaCacheSize': '32m' },
  { 'core.bigFileThreshold': '8m', 'core.packedGitWindowSize': '32m', 'core.packedGitLimit': '256m' },
];

/**
 * Answers a client of git over HTTP, by a process with limits on time, memory and output.
 *
 * @param folder the repository
 * @throws Error if pushes could not be checked
 */
export async function serveGit(folder: string, call: GitCall): Promise<GitAnswer> {
  const { service, request, isVersion2, signal } = call;
  const isPush = service === 'receive-pack';
  // Git skips hooks that it cannot execute.
  if (isPush) await access(join(hooksOf(folder), 'pre-receive'), constants.X_OK);
  const notes = await mkdtemp(join(tmpdir(), 'dfm-push-'));
  const pushedFile = join(notes, 'pushed');
  const settings = settingsOf(folder)
    .flatMap(Object.entries)
    .flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const args = [
    ...(isPush ? [] : ['--strict']),
    '--stateless-rpc',
    ...(request ? [] : ['--advertise-refs']),
    folder,
  ];
  const child = spawn(
    'sh',
    ['-c', `ulimit -v ${MEMORY_KIB} && exec "$@"`, 'sh', 'git', ...settings, service, ...args],
    {
      env: {
        ...gitEnvironment(),
        DFM_PUSHED: pushedFile,
        ...(isVersion2 && !isPush && { GIT_PROTOCOL: 'version=2' }),
      } as unknown as NodeJS.ProcessEnv,
      // A group of its own, so that everything it starts ends with it.
      detached: true,
    },
  );
  const stop = () => stopGroup(child);
  const timer = setTimeout(stop, TIMEOUT_MS);
  const ended = once(child, 'close').finally(() => clearTimeout(timer)) as Promise<[number | null]>;
  const stderr = collectEnd(child.stderr);
  // Git ends, and removes what has arrived, when its input ends too early.
  const arrived = feed(request, child.stdin).catch(() => child.stdin.destroy());
  if (!isPush) signal.addEventListener('abort', stop);
  const closed = ended.then(async ([code]) => ({ code, stderr: await stderr }));
  return {
    output: outputOf(child.stdout, { call, closed, stop }),
    pushed: closed
      .then(() => (isPush && request ? readPushed(pushedFile) : []))
      .finally(async () => {
        signal.removeEventListener('abort', stop);
        await arrived;
        await rm(notes, { recursive: true, force: true });
      }),
  };
}

interface Ending {
  call: GitCall;
  closed: Promise<{ code: number | null; stderr: string }>;
  stop(): void;
}

async function* outputOf(stdout: Readable, { call, closed, stop }: Ending): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    if (!call.request && !(call.isVersion2 && call.service === 'upload-pack'))
      yield introduction(call.service);
    // Leaving the loop must not end a push: its process would fail to write.
    for await (const chunk of stdout.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > OUTPUT_BYTES_MAX) return;
      yield chunk;
    }
    const { code, stderr } = await closed;
    if (bytes === 0 && code !== 0) throw new GitError([call.service], code, stderr);
  } finally {
    if (call.service === 'upload-pack' || !call.request) stop();
    else stdout.resume();
  }
}

/** The first lines of an answer before version 2: the service, and the end of a section. */
function introduction(service: GitServiceName): Buffer {
  const line = `# service=git-${service}\n`;
  return Buffer.from(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
}

/**
 * Writes what the client sends, as fast as git reads it. What git does not want is read and dropped, because
 * the client reads the answer only afterwards.
 */
async function feed(request: AsyncIterable<Uint8Array> | undefined, stdin: Writable): Promise<void> {
  stdin.on('error', () => {});
  for await (const chunk of request ?? []) if (stdin.writable && !stdin.write(chunk)) await roomIn(stdin);
  stdin.end();
}

/** Waits until a stream takes more, or nothing any more. */
async function roomIn(stream: Writable): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
  });
}

async function collectEnd(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text = (text + chunk.toString()).slice(-STDERR_KEPT);
  return text;
}

/** Ends a process and everything that it started. It has a moment to remove its temporary files. */
function stopGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const end = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal);
    } catch {
      // It has ended.
    }
  };
  end('SIGTERM');
  const timer = setTimeout(() => end('SIGKILL'), GRACE_MS);
  child.once('close', () => clearTimeout(timer));
}

/** Lines of a post-receive hook: the old commit, the new one and the branch. None if the push was refused. */
async function readPushed(file: string): Promise<PushedBranch[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, commit, ref] = line.split(' ');
      return { commit: commit!, ref: ref! };
    });
}
