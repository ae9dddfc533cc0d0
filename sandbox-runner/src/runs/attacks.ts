import type { Attack } from '@dfm/contracts';
import { lastWords, type AttackOutcome } from '@dfm/grading';
import type { ContainerClock } from '../clock/container-clock.ts';
import {
  containerState,
  createContainer,
  removeContainer,
  startContainer,
  type ContainerSpec,
} from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { runInContainer } from '../engine/exec.ts';
import { dockerDefaults } from '../engine/start-options.ts';
import { clockOf, type StartedContainer } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

const maxAttackMs = 10_000;
const maxOutputBytes = 4 * 1024;

/** How a command ended. `last` is the end of what it printed. */
type Attempt = { kind: 'succeeded' } | { kind: 'failed'; last: string };

/**
 * Makes the attacks in a running service, and in a container of the same image without the service that is
 * started with Docker's defaults, as root. There they must succeed: otherwise it is not the options that stop
 * them, but for example an image in which `sh` was replaced.
 */
export async function observeAttacks(
  scope: RunScope,
  attacks: readonly Attack[],
  { container, clock, observation }: StartedContainer,
  spec: ContainerSpec,
): Promise<AttackOutcome[] | undefined> {
  if (attacks.length === 0) return undefined;
  if (clock === undefined || !observation.ready) return [];
  const [attempts, unprotected] = await Promise.all([
    attemptAll(scope, attacks, container, clock),
    attemptUnprotected(scope, attacks, spec),
  ]);
  return attacks.map((attack, index) => {
    const outcome = judgeAttack(attack, attempts[index]!, unprotected[index]!);
    scope.emit({
      type: 'probe',
      name: attack.name,
      ok: outcome.result === 'stopped',
      message: outcome.message,
    });
    return outcome;
  });
}

/** @param unprotected the same attack in a container without protection */
function judgeAttack(attack: Attack, made: Attempt, unprotected: Attempt): AttackOutcome {
  if (made.kind === 'succeeded') return { attack, result: 'succeeded', message: 'it succeeded' };
  if (unprotected.kind === 'failed')
    return {
      attack,
      result: 'untested',
      message: `it fails in a container without any protection too: ${unprotected.last}`,
    };
  return { attack, result: 'stopped', message: `it failed: ${made.last}` };
}

async function attemptUnprotected(
  scope: RunScope,
  attacks: readonly Attack[],
  spec: ContainerSpec,
): Promise<Attempt[]> {
  const container = await createContainer(scope.engine, {
    ...spec,
    options: dockerDefaults,
    user: '0:0',
    binds: [],
    command: ['sleep', '600'],
  });
  try {
    const refusal = await startContainer(container);
    if (refusal !== undefined) return attacks.map(() => ({ kind: 'failed', last: refusal.why }));
    return await attemptAll(scope, attacks, container, await clockOf(scope, container));
  } finally {
    await removeContainer(container);
  }
}

/** One after another. */
async function attemptAll(
  scope: RunScope,
  attacks: readonly Attack[],
  container: EngineContainer,
  clock: ContainerClock,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const { command } of attacks) attempts.push(await attempt(scope, command, container, clock));
  return attempts;
}

/** An attack that does not end, or that ends the container, is not one that was stopped. */
async function attempt(
  scope: RunScope,
  command: string,
  container: EngineContainer,
  clock: ContainerClock,
): Promise<Attempt> {
  let isLate = false;
  try {
    const { exitCode, output } = await clock.within(maxAttackMs, (deadline) => {
      deadline.addEventListener('abort', () => (isLate = true), { once: true });
      const signal = AbortSignal.any([deadline, scope.signal]);
      const options = { env: {}, workingDir: '', maxBytes: maxOutputBytes, signal };
      return runInContainer(container, ['sh', '-c', command], '', options);
    });
    if (exitCode === 0) return { kind: 'succeeded' };
    return { kind: 'failed', last: lastWords(output) ?? `exit code ${exitCode}` };
  } catch (error) {
    scope.signal.throwIfAborted();
    if (isLate || !(await containerState(container)).running) return { kind: 'succeeded' };
    // An answer with a status is about this command; anything else is about the engine.
    if (error instanceof Error && 'statusCode' in error)
      return { kind: 'failed', last: 'it could not be started' };
    throw error;
  }
}
