import 'server-only';
import { type Preparation, preparationProgress, type PreparationView } from '@dfm/contracts';
import { visibleText } from '@dfm/contracts/visible-text';
import { basesUsed } from '../nodes/base-images.ts';
import { baseToCome, connectedRunners } from '../nodes/runners.ts';
import { readPreparation } from './read-preparation.ts';

const shownCharacters = 300;

/** Whether and for what a run would wait. */
export interface Readiness {
  /** Connected nodes that can take it now. */
  runners: number;
  /** What is being prepared, where there is none. */
  preparation: PreparationView | undefined;
}

/** @param bases that the run uses, as `baseImages` gives them; @param needs labels of the node it needs */
export async function readinessFor(
  bases: readonly string[],
  needs: readonly string[] = [],
): Promise<Readiness> {
  const runners = await connectedRunners({ needs, bases });
  if (runners > 0) return { runners, preparation: undefined };
  const [preparation, base] = await Promise.all([readPreparation(), baseToCome({ needs, bases })]);
  if (preparation !== undefined)
    return { runners, preparation: preparationView(preparation, base, bases, Date.now()) };
  // A node that is prepared elsewhere, or has just finished and not said so yet.
  return {
    runners,
    preparation: base === undefined ? undefined : { progress: undefined, base, failure: undefined },
  };
}

/**
 * What a page shows of a preparation for a run.
 *
 * @param base that a connected node is still preparing; undefined where none is connected
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
