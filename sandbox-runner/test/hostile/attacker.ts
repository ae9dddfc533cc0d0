import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  exerciseSchema,
  resultDocumentSchema,
  type ContextFile,
  type Exercise,
  type ResultDocument,
  type RunEvent,
} from '@dfm/contracts';
import { connectEngine } from '../../src/engine/connect.ts';
import { executeRun } from '../../src/runs/run.ts';
import type { RunningSandbox } from '../../src/sandbox/docker/running-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { PoolFixture } from '../sandbox-fixture.ts';
import { type EngineBehaviour, takeOver } from './hostile-engine.ts';

export interface Submission {
  dockerfile: string | Buffer;
  files?: Readonly<Record<string, string | Buffer>>;
  exercise?: Partial<Exercise>;
  coldBuildSeconds?: number;
  /** Behaviour of the inner engine once the attacker controls the sandbox. */
  engine?: EngineBehaviour;
}

export interface Observed {
  learner: string;
  result: ResultDocument;
  events: RunEvent[];
  /** Complete output of build and container, as shown to the learner. */
  log: string;
  faults: unknown[];
  /** The run's sandbox; undefined if it was rejected before getting one. */
  sandbox: Sandbox | undefined;
  /** Container of that sandbox on the host. */
  containerId: string | undefined;
  kept: boolean;
  /** File names in its socket folder at the end of the run. */
  sockets: string[];
  /** Memory growth of this process during the run. */
  rssGrowthMb: number;
}

const wrong = ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] }));

/** Has no run phase unless a case adds one. */
export const plain: Exercise = exerciseSchema.parse({
  version: 1,
  slug: 'hostile',
  title: 'Hostile',
  summary: 'Hostile',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  rubric: { passScore: 80, items: [{ check: 'root-user', points: 10 }] },
  wrong,
});

let runs = 0;

/** Executes a submission like the runner, and records everything that happens. */
export async function attack(
  { pool, env }: PoolFixture,
  { dockerfile, files = {}, exercise = {}, coldBuildSeconds = 120, engine }: Submission,
  learner = 'attacker',
): Promise<Observed> {
  const events: RunEvent[] = [];
  const faults: unknown[] = [];
  let sandbox: Sandbox | undefined;
  let containerId: string | undefined;
  let kept = false;
  let sockets: string[] = [];
  const taken = new DisposableStack();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const context = Object.entries({ Dockerfile: dockerfile, ...files }).map(([path, data]): ContextFile =>
    typeof data === 'string'
      ? { path, data, encoding: 'utf8', mode: 0o644 }
      : { path, data: data.toString('base64'), encoding: 'base64', mode: 0o644 },
  );
  runs += 1;
  try {
    const result = await executeRun(
      {
        runId: `hostile-${process.pid}-${runs}`,
        learnerKey: learner,
        exercise: { ...plain, ...exercise, limits: { ...plain.limits, coldBuildSeconds } },
        files: context,
      },
      {
        pool: {
          ...pool,
          acquire: async (key, signal) => {
            sandbox = await pool.acquire(key, signal);
            if (engine !== undefined)
              taken.use(await takeOver((sandbox as RunningSandbox).engineSocket, engine));
            containerId = (
              await connectEngine(env.DOCKER_SOCKET).getContainer(`dfm-sandbox-${sandbox.id}`).inspect()
            ).Id;
            return sandbox;
          },
          release: async (released, next) => {
            kept = next === 'keep';
            sockets = (await readdir(dirname((released as RunningSandbox).engineSocket))).sort();
            return pool.release(released, next);
          },
        },
        limits: env,
        signal: new AbortController().signal,
        onEvent: (event) => events.push(event),
        onFault: (fault) => faults.push(fault),
      },
    );
    const log = events.flatMap((event) => (event.type === 'log' ? [event.text] : [])).join('');
    return {
      learner,
      result: resultDocumentSchema.parse(result),
      events,
      log,
      faults,
      sandbox,
      containerId,
      kept,
      sockets,
      rssGrowthMb: (peak - before) / 1024 / 1024,
    };
  } finally {
    clearInterval(watch);
    taken.dispose();
  }
}

/** Remains of a run in its sandbox, if that was kept. Discards the sandbox. */
export async function leftInside(
  { pool, env }: PoolFixture,
  { learner, sandbox, kept }: Observed,
): Promise<{ containers: number; networks: string[]; images: string[]; processes: string[] }> {
  const none = { containers: 0, networks: [], images: [], processes: [] };
  if (sandbox === undefined || !kept) return none;
  const again = await pool.acquire(learner);
  try {
    if (again !== sandbox) return none;
    const engine = sandbox.engine;
    const [containers, networks, images, top] = await Promise.all([
      engine.listContainers({ all: true }),
      engine.listNetworks(),
      engine.listImages(),
      connectEngine(env.DOCKER_SOCKET)
        .getContainer(`dfm-sandbox-${sandbox.id}`)
        .top({ ps_args: '-eo pid,comm' }) as Promise<{ Processes: string[][] }>,
    ]);
    return {
      containers: containers.length,
      networks: networks.map(({ Name }) => Name).filter((name) => !['bridge', 'host', 'none'].includes(name)),
      images: images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith('run-')),
      processes: top.Processes.map(([, name = '']) => name).filter((name) => !ownPrograms.test(name)),
    };
  } finally {
    await pool.release(again, 'discard');
  }
}

/** Programs that a sandbox runs itself: its entry script, engine and sockets. */
const ownPrograms = /^(entry|child|rootlesskit|exe|dockerd|containerd|socat|dial|store|setpriv|unshare)$/;
