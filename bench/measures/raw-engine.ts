import { setTimeout as delay } from 'node:timers/promises';
import type { ContextFile, RunPlan } from '@dfm/contracts';
import { sentContext } from '@dfm/course/exercises';
import { buildImage } from '../../sandbox-runner/src/engine/build.ts';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import {
  containerState,
  createContainer,
  createNetwork,
  removeContainersOf,
  startContainer,
  stopContainer,
  type ContainerSpec,
} from '../../sandbox-runner/src/engine/containers.ts';
import { httpExchange } from '../../sandbox-runner/src/runs/http-exchange.ts';
import type { Sandbox } from '../../sandbox-runner/src/sandbox/sandbox.ts';

const pollMs = 50;

/**
 * The engine's own share of a verdict: the same builds one after the other, then the same two containers in
 * parallel, each until it has answered its probes, one of them until it is healthy and has stopped. Nothing
 * is measured, read or graded.
 *
 * @param builds the build context of each build, before .dockerignore
 * @returns milliseconds
 */
export async function rawEngineMs(
  sandbox: Sandbox,
  runId: string,
  builds: readonly (readonly ContextFile[])[],
  plan: RunPlan,
): Promise<number> {
  const engine = sandbox.engine;
  const image = `${runId}:0`;
  const started = performance.now();
  for (const [index, files] of builds.entries()) {
    const outcome = await buildImage(engine, {
      ...sentContext(files),
      tag: `${runId}:${index}`,
      lineOf: () => undefined,
      logCapBytes: 0,
    });
    if (outcome.kind !== 'built') throw new Error(`raw build ${index} of ${runId}: ${outcome.kind}`);
  }
  const network = await createNetwork(engine, runId);
  const spec: ContainerSpec = { runId, image, network, memoryMib: plan.memoryMib, pids: 256 };
  const asConfigured = async () => {
    const container = await serve(sandbox, engine, plan, spec);
    while ((await containerState(container)).health?.status === 'starting') await delay(pollMs);
    await stopContainer(container, AbortSignal.timeout(plan.stopGraceMs));
  };
  await Promise.all([
    asConfigured(),
    serve(sandbox, engine, plan, { ...spec, hardened: { user: '10001:10001' } }),
  ]);
  const ms = performance.now() - started;
  await removeContainersOf(engine, runId);
  return ms;
}

async function serve(
  sandbox: Sandbox,
  engine: ReturnType<typeof connectEngine>,
  plan: RunPlan,
  spec: ContainerSpec,
) {
  const container = await createContainer(engine, spec);
  const refusal = await startContainer(container);
  if (refusal !== undefined) throw new Error(`raw container of ${spec.runId}: ${refusal}`);
  const { ip } = await containerState(container);
  if (ip === undefined) throw new Error(`raw container of ${spec.runId} exited immediately`);
  while (
    (await httpExchange(sandbox, ip, plan.port, { method: 'GET', path: plan.readyPath, timeoutMs: 2_000 }))
      .kind !== 'answered'
  )
    await delay(pollMs);
  for (const probe of plan.probes) await httpExchange(sandbox, ip, plan.port, probe);
  return container;
}
