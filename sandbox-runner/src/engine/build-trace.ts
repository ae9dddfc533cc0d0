import { truncateMiddle } from '@dfm/contracts';
import type { RebuildProgress, TraceStep } from '@dfm/grading';
import type { BuildStatus, Vertex } from './build-status.ts';

/** Twice as many as the longest Dockerfile has. */
export const maxVertices = 25_000;

/** Whether an error of the engine, for a vertex or for the build, means that it was cancelled. */
export function saysCancelled(error: string): boolean {
  return cancelledError.test(error);
}

/** Dockerfile line of the step that BuildKit prints as `[stage index/count]`. */
export type LineOfStep = (stage: string, index: number, count: number) => number | undefined;

export type StepState = 'running' | 'ran' | 'cached' | 'failed' | 'cancelled';

/** A step of the Dockerfile started or ended. */
export interface StepChange {
  /** BuildKit's digest of the vertex when it was first seen. */
  key: string;
  stage: string;
  name: string;
  line: number | undefined;
  state: StepState;
  /** Duration in milliseconds, once it has ended. */
  ms: number | undefined;
}

/** A vertex that failed: a step of the Dockerfile, or work around it such as resolving a base. */
export interface FailedVertex {
  digest: string;
  name: string;
  line: number | undefined;
  error: string;
}

/** Maximum length of a name or an error. BuildKit writes the values of build arguments into both. */
const maxCharacters = 2_000;

type StepPosition = Pick<TraceStep, 'stage' | 'index' | 'count' | 'name' | 'line'>;
type KnownVertex = Vertex & { position: StepPosition | undefined };

/** With ten or more steps, BuildKit pads the index with spaces: `[stage-0 1/11]`. */
const stepName = /^\[(?:(\S+) )? *(\d+)\/(\d+)\] (.*)$/s;
const unfinishedStates: ReadonlySet<StepState | undefined> = new Set(['running', 'cancelled']);
const cancelledError = /context canceled|CANCELED/i;

/**
 * Collects BuildKit's reports on a build's vertices. Only `[stage n/m]` vertices are steps: loading the
 * context and exporting the image do not belong to an instruction. If a vertex completes more than once, the
 * last time counts.
 */
export class TraceRecorder {
  /** By key. */
  readonly #vertices = new Map<string, KnownVertex>();
  /**
   * Vertices of the build that is repeated, by name, because the digest of a step that copies differs from
   * build to build.
   */
  #before = new Map<string, KnownVertex>();
  /** Keys of repeated vertices, by digest. */
  readonly #keys = new Map<string, string>();
  readonly #states = new Map<string, StepState>();
  readonly #lineOf: LineOfStep;

  constructor(lineOf: LineOfStep) {
    this.#lineOf = lineOf;
  }

  /**
   * Adds one message and returns the steps whose state it changed.
   *
   * @throws Error if there are more steps than any build has
   */
  apply(status: BuildStatus): StepChange[] {
    return status.vertexes.flatMap((reported) => {
      const vertex = this.#counted(this.#known(reported));
      const { position } = vertex;
      this.#vertices.set(vertex.digest, vertex);
      if (this.#vertices.size > maxVertices) throw new Error(`a build of more than ${maxVertices} steps`);
      const state = stateOf(vertex);
      if (position === undefined || state === undefined || this.#states.get(vertex.digest) === state)
        return [];
      this.#states.set(vertex.digest, state);
      return [
        {
          key: vertex.digest,
          stage: position.stage,
          name: position.name,
          line: position.line,
          state,
          ms: durationOf(vertex),
        },
      ];
    });
  }

  /**
   * Everything applied from here on belongs to a repetition of the same build. Its steps keep their keys, and
   * those that ran before count as having run, not as cached.
   */
  repeat(): void {
    this.#before = new Map([...this.#vertices.values()].map((vertex) => [vertex.name, vertex]));
    this.#vertices.clear();
  }

  /** Identifies a vertex across repetitions: the digest it had first. */
  keyOf(digest: string): string {
    return this.#keys.get(digest) ?? digest;
  }

  /** Completed steps of the Dockerfile, in the order in which they first appeared. */
  steps(): TraceStep[] {
    return [...this.#vertices.values()].flatMap((vertex) => {
      const { position } = vertex;
      const ms = durationOf(vertex);
      if (position === undefined || ms === undefined) return [];
      return [
        {
          digest: vertex.digest,
          ...position,
          cached: vertex.cached,
          ms,
          error: vertex.error === '' ? undefined : vertex.error,
        },
      ];
    });
  }

  /**
   * The completed and the running steps, for predicting how a rebuild continues. A cancelled step counts as
   * running.
   */
  progress(): RebuildProgress {
    const running = [...this.#vertices.values()].filter(
      (vertex) => !vertex.cached && unfinishedStates.has(stateOf(vertex)),
    );
    return {
      completed: this.steps().filter(({ error }) => error === undefined),
      running: running.flatMap((vertex) => {
        if (vertex.position === undefined) return [];
        return [
          {
            digest: vertex.digest,
            ...vertex.position,
            cached: false,
            ms: durationOf(vertex) ?? Math.max(0, Date.now() - (vertex.started ?? Date.now())),
            error: undefined,
          },
        ];
      }),
    };
  }

  /**
   * The vertex that made the build fail: the first that failed by itself instead of being cancelled with the
   * rest.
   */
  failure(): FailedVertex | undefined {
    const failed = [...this.#vertices.values()].filter((vertex) => vertex.error !== '');
    const first = failed.find((vertex) => !cancelledError.test(vertex.error)) ?? failed[0];
    return (
      first && { digest: first.digest, name: first.name, line: first.position?.line, error: first.error }
    );
  }

  /** Line of the running step; if there are several, of the one that started last. */
  runningLine(): number | undefined {
    const running = [...this.#vertices.values()].filter((vertex) => stateOf(vertex) === 'running');
    return running.map(({ position }) => position?.line).findLast((line) => line !== undefined);
  }

  /**
   * The vertex with its name and error truncated for display. Its position in the Dockerfile is read from the
   * complete name.
   */
  #known(vertex: Vertex): KnownVertex {
    const name = truncateMiddle(vertex.name, maxCharacters);
    return {
      ...vertex,
      name,
      error: truncateMiddle(vertex.error, maxCharacters),
      position: this.#position(vertex),
    };
  }

  /** The vertex under its key. If it is cached now but ran before the repetition, the earlier one. */
  #counted(vertex: KnownVertex): KnownVertex {
    const before = this.#before.get(vertex.name);
    if (before === undefined) return vertex;
    this.#keys.set(vertex.digest, before.digest);
    return vertex.cached && stateOf(before) === 'ran' ? before : { ...vertex, digest: before.digest };
  }

  #position(vertex: Vertex): StepPosition | undefined {
    const match = stepName.exec(vertex.name);
    if (match === null) return undefined;
    const [, stage = 'stage-0', index, count, name = ''] = match;
    const line = this.#lineOf(stage, Number(index), Number(count));
    return {
      stage: truncateMiddle(stage, maxCharacters),
      index: Number(index),
      count: Number(count),
      name: truncateMiddle(name, maxCharacters),
      line,
    };
  }
}

function stateOf(vertex: Vertex): StepState | undefined {
  if (vertex.completed === null) return vertex.started === null ? undefined : 'running';
  if (vertex.error !== '') return cancelledError.test(vertex.error) ? 'cancelled' : 'failed';
  return vertex.cached ? 'cached' : 'ran';
}

function durationOf({ started, completed }: Vertex): number | undefined {
  if (completed === null) return undefined;
  return started === null ? 0 : Math.max(0, completed - started);
}
