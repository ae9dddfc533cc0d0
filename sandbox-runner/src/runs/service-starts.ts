import type { RunPlan, ServiceStart } from '@dfm/contracts';
import { type ContainerObservation, hasRefused, type StartOutcome } from '@dfm/grading';
import {
  type ContainerSpec,
  containerState,
  createContainer,
  createVolume,
  removeContainer,
  stopContainer,
} from '../engine/containers.ts';
import { bindsOfFiles } from './mounted-files.ts';
import { filled, freshNonce } from './nonce.ts';
import { closed, probeService, startAndWait } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Starts a service again, once for each further start of its plan, one after another. Each start has its own
 * containers and volumes. After a start in which the service was never ready, but should have been, the
 * others are left out: each could take as long to fail.
 *
 * @param spec with the environment of the plan, and without its files
 */
export async function observeStarts(
  scope: RunScope,
  plan: RunPlan,
  spec: ContainerSpec,
): Promise<StartOutcome[]> {
  const outcomes: StartOutcome[] = [];
  for (const [index, planned] of plan.starts.entries()) {
    const start = filled(planned, freshNonce());
    const outcome = await observeStart(scope, plan, await specOf(scope, plan, start, spec, index), start);
    outcomes.push(outcome);
    if (!start.refuses && !(outcome.afterwards ?? outcome.observed).ready) break;
  }
  return outcomes;
}

async function specOf(
  scope: RunScope,
  plan: RunPlan,
  { env, files = plan.files, keeps }: ServiceStart,
  spec: ContainerSpec,
  index: number,
): Promise<ContainerSpec> {
  const purpose = `start-${index}`;
  return {
    ...spec,
    env: { ...spec.env, ...env },
    binds: [
      ...(spec.binds ?? []),
      ...(await bindsOfFiles(scope, files, purpose)),
      ...(keeps === undefined ? [] : [`${await createVolume(scope.engine, scope.runId, purpose)}:${keeps}`]),
    ],
  };
}

async function observeStart(
  scope: RunScope,
  plan: RunPlan,
  spec: ContainerSpec,
  start: ServiceStart,
): Promise<StartOutcome> {
  const settings = { ...plan, port: start.port ?? plan.port };
  const observed = await observeOnce(scope, { ...settings, probes: start.probes }, spec, start.name);
  if (start.refuses)
    scope.emit({
      type: 'probe',
      name: start.name,
      ok: hasRefused(observed),
      message: howItBegan(observed),
    });
  if (start.keeps === undefined || !observed.ready) return { start, observed };
  const again = { ...settings, probes: start.afterwards };
  return { start, observed, afterwards: await observeOnce(scope, again, spec, start.name) };
}

function howItBegan({ ready, exitCode }: ContainerObservation): string {
  if (ready) return 'became ready';
  return exitCode === undefined ? 'still running, and not ready' : `exited with code ${exitCode}`;
}

/** Starts one container, sends the probes, stops it as the plan allows, and removes it. */
async function observeOnce(
  scope: RunScope,
  plan: RunPlan,
  spec: ContainerSpec,
  name: string,
): Promise<ContainerObservation> {
  const container = await createContainer(scope.engine, spec);
  try {
    const started = await startAndWait(scope, plan, container);
    const probes = await probeService(scope, plan, started, (probe) => `${name}: ${probe.name}`);
    const state = await containerState(container);
    if (state.running)
      await started.clock?.within(plan.stopGraceMs, (deadline) =>
        stopContainer(container, AbortSignal.any([deadline, scope.signal])),
      );
    return { ...(await closed(started, state)), probes };
  } finally {
    await removeContainer(container);
  }
}
