import { join } from 'node:path';
import type { ContextFile } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { root } from '../../launcher/stack.ts';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { forgetBuildCache } from '../../sandbox-runner/src/engine/build-records.ts';
import { applyEdits } from '../../sandbox-runner/src/runs/apply-edits.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { Sandbox } from '../../sandbox-runner/src/sandbox/sandbox.ts';
import { rawEngineMs } from './raw-engine.ts';

/** The builds and containers that a verdict needs from an engine; nothing is measured, read or graded. */
export interface RawWork {
  /** The work of a first submission, with an empty cache. */
  first(sandbox: Sandbox, id: string): Promise<void>;
  /** The work after an edit of the last line; `first` must have run with the same id. */
  edited(sandbox: Sandbox, id: string): Promise<void>;
}

/** How often per minute the engines complete the work of one verdict. */
export type RawRates = Record<keyof RawWork, number>;

export async function rawWorkOf(slug: string, dockerfile: string): Promise<RawWork> {
  const { exercise, starter } = await loadExercise(join(root, 'content'), slug);
  const { run, scenarios } = exercise;
  if (run === undefined) throw new Error(`${slug} starts no container`);
  const others = starter.filter(({ path }) => path !== 'Dockerfile');
  const withText = (text: string): ContextFile[] => [
    ...others,
    { path: 'Dockerfile', encoding: 'utf8', data: text, mode: 0o644 },
  ];
  const builds = (files: readonly ContextFile[], nonce: string) => [
    files,
    ...scenarios
      .map(({ edits }) => applyEdits(files, edits, nonce))
      .flatMap((edited) => (edited.kind === 'edited' ? [edited.files] : [])),
  ];
  return {
    async first(sandbox, id) {
      await forgetBuildCache(sandbox.engine);
      await rawEngineMs(sandbox, id, builds(withText(`${dockerfile}# ${id}\n`), id), run);
    },
    async edited(sandbox, id) {
      await rawEngineMs(
        sandbox,
        `${id}-edited`,
        builds(withText(`${dockerfile}# ${id}, edited\n`), `${id}-edited`),
        run,
      );
    },
  };
}

/**
 * Measures the throughput of the engines alone: RUNS_AT_ONCE of them in parallel, each repeatedly, first
 * submissions and then edited ones. The engines are started before the measurement.
 *
 * @param rounds repetitions per engine
 */
export async function rawRates(env: RunnerEnv, work: RawWork, rounds: number): Promise<RawRates> {
  const pool = await createSandboxPool({ ...env, SANDBOX_WARM: 0 }, (error) => console.error(error));
  try {
    const sandboxes = await Promise.all(
      Array.from({ length: env.RUNS_AT_ONCE }, (_, n) => pool.acquire(`raw-${n}`)),
    );
    const perMinute = async (kind: keyof RawWork) => {
      const started = performance.now();
      await Promise.all(
        sandboxes.map(async (sandbox, engine) => {
          for (let round = 0; round < rounds; round++) await work[kind](sandbox, `raw-${engine}-${round}`);
        }),
      );
      return (rounds * sandboxes.length * 60_000) / (performance.now() - started);
    };
    return { first: await perMinute('first'), edited: await perMinute('edited') };
  } finally {
    await pool.close();
  }
}
