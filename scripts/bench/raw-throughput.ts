import { join } from 'node:path';
import { loadExercise } from '@dfm/exercises';
import type { ContextFile } from '@dfm/contracts';
import { forgetBuildCache } from '../../sandbox-runner/src/engine/build-records.ts';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import type { RunnerEnv } from '../../sandbox-runner/src/env.ts';
import { applyEdits } from '../../sandbox-runner/src/runs/apply-edits.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { root } from '../stack.ts';
import { rawEngineMs } from './raw-engine.ts';

/**
 * How many verdicts' worth of work the engines alone do in a minute: SANDBOX_MAX of them side by side, each again and again
 * from an empty cache the builds and containers of a first submission, then those of an edited one. Engines are started
 * before and nothing is measured, read or judged.
 * @param rounds for each engine, two verdicts' worth each
 */
export async function rawPerMinute(env: RunnerEnv, slug: string, dockerfile: string, rounds: number): Promise<number> {
  const { exercise, starter } = await loadExercise(join(root, 'content'), slug);
  const { run, scenarios } = exercise;
  if (run === undefined) throw new Error(`${slug} starts no container`);
  const others = starter.filter(({ path }) => path !== 'Dockerfile');
  const withText = (text: string): ContextFile[] => [...others, { path: 'Dockerfile', encoding: 'utf8', data: text, mode: 0o644 }];
  const builds = (files: readonly ContextFile[], nonce: string) => [files, ...scenarios.map(({ edits }) => applyEdits(files, edits, nonce)).flatMap((edited) => (edited.kind === 'edited' ? [edited.files] : []))];
  const pool = await createSandboxPool({ ...env, SANDBOX_WARM: 0 }, (error) => console.error(error));
  try {
    const sandboxes = await Promise.all(Array.from({ length: env.SANDBOX_MAX }, (_, n) => pool.acquire(`raw-${n}`)));
    const started = performance.now();
    await Promise.all(
      sandboxes.map(async (sandbox, engine) => {
        for (let round = 0; round < rounds; round++) {
          const id = `raw-${engine}-${round}`;
          await forgetBuildCache(connectEngine(sandbox.engineSocket));
          await rawEngineMs(sandbox, id, builds(withText(`${dockerfile}# ${id}\n`), id), run);
          await rawEngineMs(sandbox, `${id}-edited`, builds(withText(`${dockerfile}# ${id}, edited\n`), `${id}-edited`), run);
        }
      }),
    );
    return (2 * rounds * sandboxes.length * 60_000) / (performance.now() - started);
  } finally {
    await pool.close();
  }
}
