import {
  initialRunState,
  isBusy,
  reduceRun,
  type KnownRun,
  type RunAction,
  type RunState,
} from './run-state.ts';

/** What a page knows about runs of an exercise when it is rendered. */
interface KnownRuns {
  /** The learner's newest run. */
  run: KnownRun | undefined;
  /** How long runs usually take, in milliseconds; undefined if none has been graded. */
  usualMs: number | undefined;
}

/**
 * The state of the newest run of an exercise.
 *
 * It is outside React because it outlives the page: the response to a submission may arrive after the learner
 * has left it, and a page that they go back to comes from the router's cache, which does not know the runs
 * that were started since.
 */
export class RunStore {
  readonly slug: string;
  readonly #listeners = new Set<() => void>();
  #state: RunState;

  /** @param slug of the exercise */
  constructor(slug: string, initial: RunState) {
    this.slug = slug;
    this.#state = initial;
  }

  readonly state = (): RunState => this.#state;

  readonly dispatch = (action: RunAction): void => {
    const next = reduceRun(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  };

  /** @param listener called after every change */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** By exercise, since the browser loaded the site. */
const stores = new Map<string, RunStore>();

/** The store of an exercise's page: that of its last visit, unless the page knows a newer run. */
export function openRunStore(slug: string, { run, usualMs }: KnownRuns): RunStore {
  const initial = initialRunState(run, usualMs);
  // On the server, the next page is that of another learner.
  if (typeof document === 'undefined') return new RunStore(slug, initial);
  const kept = stores.get(slug);
  if (kept !== undefined && isAsNew(kept.state(), initial)) return kept;
  const store = new RunStore(slug, initial);
  stores.set(slug, store);
  return store;
}

/** IDs of runs increase with time. */
function isAsNew(kept: RunState, page: RunState): boolean {
  return isBusy(kept) || (kept.runId !== undefined && kept.runId >= (page.runId ?? ''));
}
