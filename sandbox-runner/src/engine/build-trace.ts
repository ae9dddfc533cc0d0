import { truncateMiddle } from '@dfm/contracts';
import type { RebuildProgress, TraceStep } from '@dfm/grading';
import type { BuildStatus, Vertex } from './build-status.ts';

/** Twice what a Dockerfile of the longest kind has. */
export const maxVertices = 25_000;

/** Whether an error of the engine, of a vertex or of a whole build, says that it was cancelled. */
export function saysCancelled(error: string): boolean {
  return cancelledError.test(error);
}

/** Dockerfile line of the step that BuildKit prints as `[stage index/count]`. */
export type LineOfStep = (stage: string, index: number, count: number) => number | undefined;

export type StepState = 'running' | 'ran' | 'cached' | 'failed' | 'cancelled';

/** A step of the Dockerfile began or ended. */
export interface StepChange {
  /** BuildKit's digest of the vertex when it was first seen. */
  key: string;
  stage: string;
  name: string;
  line: number | undefined;
  state: StepState;
  /** Once it ended. */
  ms: number | undefined;
}

/** A vertex that failed: a step of the Dockerfile, or work around it such as resolving a base. */
export interface FailedVertex {
  digest: string;
  name: string;
  line: number | undefined;
  error: string;
}

/** Of a name or an error: BuildKit writes the values of build arguments into both. */
const maxCharacters = 2_000;

type StepPosition = Pick<TraceStep, 'stage' | 'index' | 'count' | 'name' | 'line'>;
type KnownVertex = Vertex & { place: StepPosition | undefined };

/** From ten steps on BuildKit pads the index with spaces: `[stage-0 1/11]`. */
const stepName = /^\[(?:(\S+) )? *(\d+)\/(\d+)\] (.*)$/s;
const unfinishedStates: ReadonlySet<StepState | undefined> = new Set(['running', 'cancelled']);
const cancelledError = /context canceled|CANCELED/i;

/**
 * Collects what BuildKit tells of a build's vertices. Only `[stage n/m]` vertices are steps: loading the
 * context and exporting the image are no instruction's doing. Of a vertex that completes more than once the
 * last time counts.
 */
export class TraceRecorder {
  /** By key. */
  readonly #vertices = new Map<string, KnownVertex>();
  /**
   * Vertices of the build that is repeated, by name: the digest of a step that copies differs from build to
   * build.
   */
  #before = new Map<string, KnownVertex>();
  /** Of vertices that are repeated, by digest. */
  readonly #keys = new Map<string, string>();
  readonly #states = new Map<string, StepState>();
  readonly #lineOf: LineOfStep;

  constructor(lineOf: LineOfStep) {
    this.#lineOf = lineOf;
  }

  /**
   * Takes in one message and returns the steps whose state it changed. @throws Error where no build has so
   * many
   */
  apply(status: BuildStatus): StepChange[] {
    return status.vertexes.flatMap((reported) => {
      const vertex = this.#counted(this.#known(reported));
      const { place } = vertex;
      this.#vertices.set(vertex.digest, vertex);
      if (this.#vertices.size > maxVertices) throw new Error(`a build of more than ${maxVertices} steps`);
      const state = stateOf(vertex);
      if (place === undefined || state === undefined || this.#states.get(vertex.digest) === state) return [];
      this.#states.set(vertex.digest, state);
      return [
        {
          key: vertex.digest,
          stage: place.stage,
          name: place.name,
          line: place.line,
          state,
          ms: durationOf(vertex),
        },
      ];
    });
  }

  /**
   * What is applied from here on is the same build again. Its steps keep their keys, and those that ran
   * before count as they ran, not as cached.
   */
  repeat(): void {
    this.#before = new Map([...this.#vertices.values()].map((vertex) => [vertex.name, vertex]));
    this.#vertices.clear();
  }

  /** What names a vertex through all repetitions: the digest it had first. */
  keyOf(digest: string): string {
    return this.#keys.get(digest) ?? digest;
  }

  /** Completed steps of the Dockerfile, in the order in which they first appeared. */
  steps(): TraceStep[] {
    return [...this.#vertices.values()].flatMap((vertex) => {
      const { place } = vertex;
      const ms = durationOf(vertex);
      if (place === undefined || ms === undefined) return [];
      return [
        {
          digest: vertex.digest,
          ...place,
          cached: vertex.cached,
          ms,
          error: vertex.error === '' ? undefined : vertex.error,
        },
      ];
    });
  }

  /**
   * What is done and what is at work, to tell how a rebuild goes on. A step that was cancelled counts as at
   * work.
   */
  progress(): RebuildProgress {
    const running = [...this.#vertices.values()].filter(
      (vertex) => !vertex.cached && unfinishedStates.has(stateOf(vertex)),
    );
    return {
      completed: this.steps().filter(({ error }) => error === undefined),
      running: running.flatMap((vertex) => {
        if (vertex.place === undefined) return [];
        return [
          {
            digest: vertex.digest,
            ...vertex.place,
            cached: false,
            ms: durationOf(vertex) ?? Math.max(0, Date.now() - (vertex.started ?? Date.now())),
            error: undefined,
          },
        ];
      }),
    };
  }

  /**
   * The vertex that made the build fail: the first that failed by itself and was not merely cancelled with
   * the rest.
   */
  failure(): FailedVertex | undefined {
    const failed = [...this.#vertices.values()].filter((vertex) => vertex.error !== '');
    const first = failed.find((vertex) => !cancelledError.test(vertex.error)) ?? failed[0];
    return first && { digest: first.digest, name: first.name, line: first.place?.line, error: first.error };
  }

  /** Line of the step that was at work last, of several the latest to begin. */
  runningLine(): number | undefined {
    const running = [...this.#vertices.values()].filter((vertex) => stateOf(vertex) === 'running');
    return running.map(({ place }) => place?.line).findLast((line) => line !== undefined);
  }

  /**
   * The vertex with what is shown of its name and error. Its place in the Dockerfile is read from the whole
   * name.
   */
  #known(vertex: Vertex): KnownVertex {
    const name = truncateMiddle(vertex.name, maxCharacters);
    return {
      ...vertex,
      name,
      error: truncateMiddle(vertex.error, maxCharacters),
      place: this.#place(vertex),
    };
  }

  /** The vertex under its key; as it ran before the repetition where it is cached now. */
  #counted(vertex: KnownVertex): KnownVertex {
    const before = this.#before.get(vertex.name);
    if (before === undefined) return vertex;
    this.#keys.set(vertex.digest, before.digest);
    return vertex.cached && stateOf(before) === 'ran' ? before : { ...vertex, digest: before.digest };
  }

  #place(vertex: Vertex): StepPosition | undefined {
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
