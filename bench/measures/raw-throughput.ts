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

/** What a verdict asks of an engine, its builds and containers, with nothing measured, read or judged. */
export interface RawWork {
  /** Of a first submission: from an empty cache. */
  first(sandbox: Sandbox, id: string): Promise<void>;
  /** Of an edit of the last line, after a first one of the same id. */
  edited(sandbox: Sandbox, id: string): Promise<void>;
}

/** Verdicts' worth of work a minute. */
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
 * What the engines alone do in a minute: RUNS_AT_ONCE of them side by side, each again and again, first
 * submissions and then edited ones. Engines are started before.
 *
 * @param rounds for each engine
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
