import { join } from 'node:path';
import { loadExercise } from '@dfm/exercises';
import type { ContextFile } from '@dfm/contracts';
import { forgetBuildCache } from '../../sandbox-runner/src/engine/build-records.ts';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import type { RunnerEnv } from '../../sandbox-runner/src/env.ts';
import { applyEdits } from '../../sandbox-runner/src/runs/apply-edits.ts';
import { createSandboxPool, type Sandbox } from '../../sandbox-runner/src/sandbox/pool.ts';
import { root } from '../stack.ts';
import { rawEngineMs } from './raw-engine.ts';

/** In an engine: the builds and containers of a first submission, from an empty cache, then those of an edited one. */
export type RawWork = (sandbox: Sandbox, id: string) => Promise<void>;

/** What two verdicts ask of an engine, with nothing measured, read or judged. */
export async function rawWorkOf(slug: string, dockerfile: string): Promise<RawWork> {
  const { exercise, starter } = await loadExercise(join(root, 'content'), slug);
  const { run, scenarios } = exercise;
  if (run === undefined) throw new Error(`${slug} starts no container`);
  const others = starter.filter(({ path }) => path !== 'Dockerfile');
  const withText = (text: string): ContextFile[] => [...others, { path: 'Dockerfile', encoding: 'utf8', data: text, mode: 0o644 }];
  const builds = (files: readonly ContextFile[], nonce: string) => [files, ...scenarios.map(({ edits }) => applyEdits(files, edits, nonce)).flatMap((edited) => (edited.kind === 'edited' ? [edited.files] : []))];
  return async (sandbox, id) => {
    await forgetBuildCache(connectEngine(sandbox.engineSocket));
    await rawEngineMs(sandbox, id, builds(withText(`${dockerfile}# ${id}\n`), id), run);
    await rawEngineMs(sandbox, `${id}-edited`, builds(withText(`${dockerfile}# ${id}, edited\n`), `${id}-edited`), run);
  };
}

/**
 * How many verdicts' worth of work the engines alone do in a minute: RUNS_AT_ONCE of them side by side, each again and again.
 * Engines are started before.
 * @param rounds for each engine, two verdicts' worth each
 */
export async function rawPerMinute(env: RunnerEnv, work: RawWork, rounds: number): Promise<number> {
  const pool = await createSandboxPool({ ...env, SANDBOX_WARM: 0 }, (error) => console.error(error));
  try {
    const sandboxes = await Promise.all(Array.from({ length: env.RUNS_AT_ONCE }, (_, n) => pool.acquire(`raw-${n}`)));
    const started = performance.now();
    await Promise.all(
      sandboxes.map(async (sandbox, engine) => {
        for (let round = 0; round < rounds; round++) await work(sandbox, `raw-${engine}-${round}`);
      }),
    );
    return (2 * rounds * sandboxes.length * 60_000) / (performance.now() - started);
  } finally {
    await pool.close();
  }
}
