import { type FileRequest, fileLimits } from '@dfm/contracts/terminal-files';
import { type Folder, type Tree, shownFolders, sorted } from './file-tree.ts';
import { type Asking, failureOf } from './move-file.ts';
import { isWithin, moved } from './paths.ts';
import { Store } from './store.ts';

type Known = Extract<FileRequest, { kind: 'changes' }>['known'][number];

/** Bytes of one question for changes. The site accepts messages of 64 KiB. */
const QUESTION_BYTES_MAX = 48 * 2 ** 10;

/** The tree of a session's files. A folder is listed when it is opened, and again when it has changed. */
export class TreeStore extends Store<Tree> {
  readonly #files: Asking;
  #isRefreshing = false;

  constructor(files: Asking) {
    super({ folders: new Map(), open: new Set(['']) });
    this.#files = files;
  }

  async open(path: string): Promise<void> {
    this.set({ ...this.state(), open: new Set([...this.state().open, path]) });
    await this.list(path);
  }

  /** Folders in it stay open, for when it is opened again. */
  close(path: string): void {
    this.set({ ...this.state(), open: new Set([...this.state().open].filter((other) => other !== path)) });
  }

  async list(path: string): Promise<void> {
    const answer = await this.#files.ask({ kind: 'list', path });
    if (answer.kind === 'entries') return this.#put(path, { ...answer, entries: sorted(answer.entries) });
    const { reason } = failureOf(answer);
    // Still shown, as before.
    if (reason === 'disconnected' && this.state().folders.has(path)) return;
    this.#put(path, { version: '', entries: [], isCut: false, unreadable: 0, problem: reason });
  }

  /**
   * Asks what has changed in the open folders, and lists those again.
   *
   * @param watched files that the caller wants to know of too
   * @returns those of them that have changed
   */
  async refresh(watched: readonly Known[]): Promise<string[]> {
    if (this.#isRefreshing) return [];
    this.#isRefreshing = true;
    try {
      const shown = shownFolders(this.state());
      const folders = shown.map((path) => ({ path, version: this.state().folders.get(path)?.version ?? '' }));
      const changed: string[] = [];
      for (const known of questionsOf([...watched, ...folders])) {
        const answer = await this.#files.ask({ kind: 'changes', known });
        if (answer.kind === 'changed') changed.push(...answer.paths);
      }
      await Promise.all(changed.filter((path) => shown.includes(path)).map((path) => this.list(path)));
      return watched.map(({ path }) => path).filter((path) => changed.includes(path));
    } finally {
      this.#isRefreshing = false;
    }
  }

  /** Keeps folders open that were renamed, or that are in one. */
  renamed(from: string, to: string): void {
    const { folders, open } = this.state();
    this.set({
      folders: new Map([...folders].map(([path, folder]) => [moved(path, from, to), folder])),
      open: new Set([...open].map((path) => moved(path, from, to))),
    });
  }

  removed(path: string): void {
    const { folders, open } = this.state();
    this.set({
      folders: new Map([...folders].filter(([other]) => !isWithin(other, path))),
      open: new Set([...open].filter((other) => !isWithin(other, path))),
    });
  }

  #put(path: string, folder: Folder): void {
    this.set({ ...this.state(), folders: new Map(this.state().folders).set(path, folder) });
  }
}

/** What is known, in as many questions as the limits of a message make necessary. */
export function questionsOf(known: readonly Known[]): Known[][] {
  const questions: Known[][] = [];
  let bytes = Infinity;
  for (const one of known) {
    const length = new TextEncoder().encode(JSON.stringify(one)).length;
    bytes += length;
    if (bytes > QUESTION_BYTES_MAX || questions.at(-1)!.length === fileLimits.watched) {
      questions.push([]);
      bytes = length;
    }
    questions.at(-1)!.push(one);
  }
  return questions;
}
