import type { EngineObjectKind, LabCondition } from '@dfm/contracts/lab';

/** Where a condition looks for a file. */
export type FilePlace = Extract<LabCondition, { kind: 'file' }>['in'];

/** Bytes of a file or an answer that are read at most. */
export const READ_BYTES_MAX = 64 * 1024;

/** What is at a path: its beginning, if it is a regular file. */
export type FoundFile = { text: string } | 'not-a-file' | 'nothing' | 'no-such-place';

/**
 * An engine and the files around it, as conditions ask for them. Everything is read from outside the
 * learner's containers. What it returns may still come from a stranger.
 */
export interface LabEngine {
  /** What `docker inspect` prints for each object of a kind. */
  objects(kind: EngineObjectKind): Promise<readonly unknown[]>;
  readFile(place: FilePlace, path: string): Promise<FoundFile>;
  /** The answer to a GET request to a published port; undefined if there is none in time. */
  request(asked: AskedPort): Promise<{ status: number; text: string } | undefined>;
}

/** A GET request of a condition. */
export type AskedPort = Pick<Extract<LabCondition, { kind: 'answers' }>, 'port' | 'path' | 'accept'>;

/**
 * Events that reading a file of a container causes, with its volumes. Conditions read files all the time, so
 * these say nothing about what the learner does.
 */
export const readingActions: ReadonlySet<string> = new Set(['archive-path', 'mount', 'unmount']);

/** A change that an engine has reported, as in `docker events`. */
export interface EngineEvent {
  of: string;
  action: string;
  attributes: Readonly<Record<string, string>>;
}
