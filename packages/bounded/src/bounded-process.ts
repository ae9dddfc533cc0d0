import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Reply, Request, Work } from './serve-work.ts';

interface CallOptions {
  /** Maximum processor time of the call. */
  cpuSeconds: number;
  /** Sent one by one before the call, for data that would block this process if it were copied in one go. */
  parts?: Iterable<unknown>;
  /** Ends the call. */
  signal?: AbortSignal | undefined;
}

/** A call reached a limit and its process was killed. The input is to blame. */
export class LimitExceeded extends Error {
  readonly kind: 'time' | 'memory';
  /** Such as `10 s of processor time`. */
  readonly limit: string;

  constructor(kind: 'time' | 'memory', limit: string) {
    super(`the call took more than ${limit}`);
    this.name = 'LimitExceeded';
    this.kind = kind;
    this.limit = limit;
  }
}

const pollMs = 100;
/**
 * A call that gets almost no processor time for this many times its limit is stuck, and its input is not to
 * blame.
 */
const maxStretch = 20;

/**
 * A process that holds more memory than this after a call is killed to free it. An idle grader takes about
 * 100 MB.
 */
const maxKeptMib = 300;

/**
 * Calls functions of a module in processes that are killed at a limit, so that no input can block this
 * process or exhaust its memory. Inputs and results are copied by structured clone. One idle process is kept,
 * because starting one takes longer than most calls; it does not keep this process alive.
 */
export class BoundedProcesses<W extends Work> {
  readonly #module: URL;
  readonly #heapMib: number;
  #idle: ChildProcess | undefined;

  /**
   * @param module calls `serveWork` with the functions of type `W`
   * @param heapMib size of a process's JavaScript heap
   */
  constructor(module: URL, heapMib: number) {
    this.#module = module;
    this.#heapMib = heapMib;
  }

  /**
   * Runs one of the functions with a copy of `input`.
   *
   * @throws LimitExceeded; the signal's reason once it aborts; Error with the message of what the function
   *   threw
   */
  async call<N extends keyof W & string>(
    name: N,
    input: Parameters<W[N]>[0],
    { cpuSeconds, parts = [], signal }: CallOptions,
  ): Promise<ReturnType<W[N]>> {
    signal?.throwIfAborted();
    const child = this.#take();
    const watch = new AbortController();
    const kill = (reason: unknown) => {
      watch.abort(reason);
      child.kill('SIGKILL');
    };
    const onAbort = () => kill(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const stopWatching = watchTime(child, cpuSeconds, kill);
    try {
      // If the process has ended, its exit is the reason; input that cannot be copied is a defect of the
      // caller.
      void sendAll(child, parts, { call: name, input }).catch(
        (error: unknown) => child.connected && kill(error),
      );
      const answer = await this.#reply(child);
      this.#putBack(child);
      if ('result' in answer) return answer.result as ReturnType<W[N]>;
      if (answer.limit) throw this.#memoryExceeded();
      throw new Error(`${name}: ${answer.error}`);
    } catch (error) {
      throw watch.signal.aborted ? watch.signal.reason : error;
    } finally {
      stopWatching();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #memoryExceeded(): LimitExceeded {
    return new LimitExceeded('memory', `${this.#heapMib} MiB of memory`);
  }

  #take(): ChildProcess {
    const child = this.#idle?.connected === true ? this.#idle : this.#start();
    this.#idle = undefined;
    child.ref();
    child.channel?.ref();
    return child;
  }

  #putBack(child: ChildProcess): void {
    if (this.#idle !== undefined || (residentMibOf(child) ?? 0) > maxKeptMib) {
      child.kill('SIGKILL');
      return;
    }
    this.#idle = child;
    child.unref();
    child.channel?.unref();
  }

  #start(): ChildProcess {
    // None of the environment: code that reads untrusted text needs no token.
    const env = { NODE_ENV: process.env.NODE_ENV };
    const execArgv = [`--max-old-space-size=${this.#heapMib}`];
    const child = fork(this.#module, [], {
      serialization: 'advanced',
      env,
      execArgv,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // A call notices the failure by itself; an idle process that fails is replaced by the next call.
    return child.on('error', () => undefined);
  }

  async #reply(child: ChildProcess): Promise<Reply> {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      return await Promise.race([
        once(child, 'message', { signal }).then(([message]) => message as Reply),
        once(child, 'exit', { signal }).then(([code, killedBy]) => {
          // V8 aborts the process when its heap is full.
          if (killedBy === 'SIGABRT') throw this.#memoryExceeded();
          throw new Error(`the process ended before it answered: ${killedBy ?? `exit code ${code}`}`);
        }),
      ]);
    } finally {
      settled.abort();
    }
  }
}

/**
 * Kills the process once its call has used up its time. Only processor time counts, so that no call fails
 * because the machine is busy.
 */
function watchTime(child: ChildProcess, cpuSeconds: number, kill: (reason: unknown) => void): () => void {
  const limitMs = cpuSeconds * 1_000;
  const startedAt = performance.now();
  const usedBefore = cpuMsOf(child);
  const timer = setInterval(() => {
    const waitedMs = performance.now() - startedAt;
    const used = cpuMsOf(child);
    const spentMs = used === undefined || usedBefore === undefined ? waitedMs : used - usedBefore;
    if (spentMs > limitMs) kill(new LimitExceeded('time', `${cpuSeconds} s of processor time`));
    else if (waitedMs > maxStretch * limitMs)
      kill(
        new Error(
          `the process got ${Math.round(spentMs)} ms of processor time in ${Math.round(waitedMs)} ms`,
        ),
      );
  }, pollMs);
  return () => clearInterval(timer);
}

async function sendAll(child: ChildProcess, parts: Iterable<unknown>, call: Request): Promise<void> {
  for (const part of parts) await send(child, { part });
  await send(child, call);
}

function send(child: ChildProcess, message: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(message, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
}

/** Clock ticks of /proc are 10 ms on every Linux that Node runs on. */
const msPerTick = 10;

/** @returns undefined if the system does not report it; elapsed time is used then */
function cpuMsOf(child: ChildProcess): number | undefined {
  const stat = procFile(child, 'stat');
  // After the program's name, which may contain spaces, `utime` and `stime` are the 12th and 13th field.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

function residentMibOf(child: ChildProcess): number | undefined {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(procFile(child, 'status') ?? '')?.[1];
  return kb === undefined ? undefined : Number(kb) / 1024;
}

function procFile({ pid }: ChildProcess, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}
