import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Drafts whose folders are kept. Each has as many as were used at the same time. */
const DRAFTS_KEPT = 10;
/** Older folders are of a process that was killed. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1_000;

/** The saved files of a draft. */
interface SavedFiles {
  commit: string;
  /** Folders with exactly these files that nobody uses at the moment. */
  free: string[];
}

/**
 * Folders with the saved files of drafts, each used for one text at a time: the text takes the place of the
 * saved file, and the saved file is put back afterwards. So a check does not have to make a folder.
 */
export class WrittenFolders {
  readonly #parent: string;
  /** By draft; the one used last is last. */
  readonly #drafts = new Map<string, SavedFiles>();
  #cleaned: Promise<void> | undefined;

  /** @param parent where the folders are made */
  constructor(parent: string) {
    this.#parent = parent;
  }

  /**
   * Calls a function with a folder that has the files of a commit, with one file as it is being written.
   *
   * @param make fills a new folder with the files of the commit
   * @param work gets the folder, an object that stays the same for all calls with the same saved files, and
   *   whether the written file is new among them
   */
  async use<T>(
    { draft, commit }: { draft: string; commit: string },
    written: { path: string; text: string } | undefined,
    make: (folder: string) => Promise<void>,
    work: (folder: string, about: { saved: object; isNew: boolean }) => Promise<T>,
  ): Promise<T> {
    await (this.#cleaned ??= this.#removeLeftBehind());
    const saved = this.#savedFiles(draft, commit);
    const folder = (await takeFree(saved)) ?? (await this.#made(make));
    let isClean = false;
    try {
      const replaced = written && (await replaceFor(folder, written));
      const result = await work(folder, { saved, isNew: replaced?.isNew === true });
      await replaced?.restore();
      isClean = true;
      return result;
    } finally {
      if (isClean && this.#drafts.get(draft) === saved) saved.free.push(folder);
      else
        await Promise.all(
          [folder, `${folder}.kept`].map((path) => rm(path, { recursive: true, force: true })),
        );
    }
  }

  #savedFiles(draft: string, commit: string): SavedFiles {
    const before = this.#drafts.get(draft);
    this.#drafts.delete(draft);
    const saved = before?.commit === commit ? before : { commit, free: [] };
    this.#drafts.set(draft, saved);
    const [oldest] = this.#drafts;
    if (before && before !== saved) this.#forget(before);
    if (oldest && this.#drafts.size > DRAFTS_KEPT) {
      this.#drafts.delete(oldest[0]);
      this.#forget(oldest[1]);
    }
    return saved;
  }

  #forget({ free }: SavedFiles): void {
    for (const folder of free.splice(0))
      void rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async #made(make: (folder: string) => Promise<void>): Promise<string> {
    const folder = join(this.#parent, randomUUID());
    try {
      await mkdir(folder, { recursive: true });
      await make(folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return folder;
  }

  async #removeLeftBehind(): Promise<void> {
    for (const name of await readdir(this.#parent).catch(() => [])) {
      const folder = join(this.#parent, name);
      const { mtimeMs } = await stat(folder);
      if (Date.now() - mtimeMs <= LEFT_BEHIND_MS) continue;
      // Renamed first, because a different process may still be running and would use what is left of its folder.
      const removed = `${folder}.removed`;
      await rename(folder, removed);
      await rm(removed, { recursive: true, force: true });
    }
  }
}

/** Takes a folder that still exists. A different process may have removed one as left behind. */
async function takeFree({ free }: SavedFiles): Promise<string | undefined> {
  for (let folder = free.pop(); folder !== undefined; folder = free.pop())
    if (await stat(folder).catch(() => undefined)) return folder;
  return undefined;
}

/**
 * Puts a text in the place of a file, which is moved and never written, because it may be the file of a
 * version.
 *
 * @returns whether there was none, and what puts it back
 */
async function replaceFor(
  folder: string,
  { path, text }: { path: string; text: string },
): Promise<{ isNew: boolean; restore: () => Promise<void> }> {
  const file = join(folder, path);
  const kept = `${folder}.kept`;
  const hasFile = await rename(file, kept).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    },
  );
  const newFolder = hasFile ? undefined : await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  const restore = async () => {
    if (hasFile) await rename(kept, file);
    else await rm(newFolder ?? file, { recursive: true });
  };
  return { isNew: !hasFile, restore };
}
