import 'server-only';
import { type Preparation, preparationProgress } from '@dfm/contracts';
import type { PreparationView, Readiness } from '@dfm/contracts/browser-api';
import { visibleText } from '@dfm/contracts/visible-text';
import { basesUsed } from '../nodes/base-images.ts';
import { type ReadyRunner, type Requirements, baseToCome, canTake, readyRunners } from '../nodes/runners.ts';
import { readPreparation } from './read-preparation.ts';

const shownCharacters = 300;

/** @param bases base images of the run, as returned by `baseImages`; @param needs node labels that it needs */
export async function readinessFor(
  bases: readonly string[],
  needs: readonly string[] = [],
): Promise<Readiness> {
  return readinessWith(await readyRunners(), await readPreparation(), { bases, needs });
}

/** What a run with these requirements has to wait for, given these runners and the preparation of a node. */
export function readinessWith(
  ready: readonly ReadyRunner[],
  preparation: Preparation | undefined,
  { bases = [], needs = [] }: Requirements,
): Readiness {
  const runners = canTake(ready, { needs, bases });
  if (runners > 0) return { runners, preparation: undefined };
  const base = baseToCome(ready, { needs, bases });
  if (preparation !== undefined)
    return { runners, preparation: preparationView(preparation, base, bases, Date.now()) };
  // The node is prepared on a different machine, or has just finished and not reported it yet.
  return {
    runners,
    preparation: base === undefined ? undefined : { progress: undefined, base, failure: undefined },
  };
}

/**
 * What a page shows about a preparation that a run waits for.
 *
 * @param base base image that a connected node is still preparing; undefined if there is none
 */
function preparationView(
  preparation: Preparation,
  base: string | undefined,
  bases: readonly string[],
  nowMs: number,
): PreparationView {
  const { failure } = preparation;
  const later = preparation.steps
    .filter(({ part, tookMs }) => part === 'rest' && tookMs === undefined)
    .flatMap(({ provides }) => provides);
  const part = base === undefined && basesUsed(bases, later) === undefined ? 'first' : 'rest';
  return {
    progress: preparationProgress(preparation, part, nowMs),
    base,
    failure: failure && {
      message: visibleText(failure.message.split('\n')[0] ?? '').slice(0, shownCharacters),
      command: failure.command,
      retryInMs: failure.retryAt === undefined ? undefined : Math.max(0, failure.retryAt - nowMs),
    },
  };
}
