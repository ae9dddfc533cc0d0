import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { checkOut } from './check-out.ts';
import { type GitAnswer, type GitCall, serveGit } from './git-service.ts';
import { Git } from './git.ts';
import { type ChangedPath, changedPaths, type Commit, readHistory } from './history.ts';
import { initialise, PUBLISHED } from './initialise.ts';
import { changesTo, type NewFile } from './installed.ts';
import { type Conflict, type Merged, mergeTrees, type Resolution } from './merge-trees.ts';
import { isCommit, isDraftId, pathProblem } from './names.ts';
import { writeHooks } from './push-hooks.ts';
import { blobsAt, FILE_BYTES_MAX, readBlob, readFiles, readTree, type Tree } from './tree.ts';
import { type Author, writeBlob, writeCommit, writeTree } from './write-commit.ts';

const MAIN = 'refs/heads/main';
const DRAFTS = 'refs/heads/draft/';
/** The content that the installation brought last. */
const INSTALLED = 'refs/installed';
/** The draft for an update of the installation that authors have to merge. */
const UPDATE = 'course-update';
/** More than the number of people who save at the same moment. */
const TRIES = 100;

/** A published version. Numbered from 1. */
export interface Version {
  number: number;
  commit: string;
}

export type { NewFile };

/** What happened to the content that the installation brings. */
export type InstalledUpdate =
  | { kind: 'unchanged' }
  /** Authors had changed nothing, so it is the next version. */
  | { kind: 'published'; version: Version }
  /** Authors had changed something, so it waits in a draft to be merged. */
  | { kind: 'draft'; id: string };

/** What was wrong with a name, a path or a size that someone entered, as a sentence. */
export class RefusedContent extends Error {}

export type Saved =
  | { kind: 'saved'; commit: string }
  /** Someone else changed these paths since the version that was edited. Nothing was saved. */
  | { kind: 'conflict'; commit: string; paths: string[] };

export type MergeResult =
  | { kind: 'merged'; commit: string }
  /** Nothing was merged. `with` is what a resolution has to name. */
  | { kind: 'conflicts'; with: MergedCommits; conflicts: Conflict[] };

/** The newest commits of a draft and of `main`. */
export interface MergedCommits {
  draft: string;
  main: string;
}

/** What the author decided about the conflicts between two commits. */
export interface Resolved {
  with: MergedCommits;
  files: ReadonlyMap<string, Resolution>;
}

/** What bringing `main` into a draft would do. */
export interface MergePlan extends Merged {
  with: MergedCommits;
  /** Whether the draft has everything that `main` has. */
  isUpToDate: boolean;
}

/** Decides about a merge that is written, and to which no branch points yet. */
type Approval = (proposed: { commit: string; overlapping: string[] }) => Promise<boolean>;

/**
 * The content of the course in a bare git repository: `main`, drafts as branches, and published versions.
 * Every change is made without a work tree and takes effect with the last write, so that drafts can be saved
 * at the same time and a process can be killed at any moment.
 */
export class ContentStore {
  readonly #git: Git;

  private constructor(git: Git) {
    this.#git = git;
  }

  /**
   * Opens a store. If there is none, makes it with `first` as version 1.
   *
   * @param first read only if needed
   */
  static async open(
    folder: string,
    first: { files: () => AsyncIterable<NewFile>; author: Author },
  ): Promise<ContentStore> {
    const isThere = await access(folder).then(
      () => true,
      () => false,
    );
    if (!isThere) await create(folder, first);
    await writeHooks(folder);
    return new ContentStore(new Git(folder));
  }

  /** The commit of the content that the installation brought last. */
  async installed(): Promise<string> {
    // A store that was made before there was this name has it as version 1.
    return (await this.#commitOf(INSTALLED)) ?? (await this.#commitOf(`${PUBLISHED}1`))!;
  }

  /** Takes over the content of the installation if it has been updated. */
  async updateInstalled(files: AsyncIterable<NewFile>, author: Author): Promise<InstalledUpdate> {
    const before = await this.installed();
    const changes = await changesTo(this.#git, before, files);
    if (changes.size === 0) return { kind: 'unchanged' };
    const tree = await writeTree(this.#git, before, changes);
    const commit = await writeCommit(this.#git, {
      tree,
      parents: [before],
      author,
      message: 'Update the content of this installation',
    });
    if (!(await this.#move(INSTALLED, commit, before))) return this.updateInstalled(files, author);
    if ((await this.main()) === before) {
      const version = await this.publish(commit);
      if (version) return { kind: 'published', version };
    }
    for (let number = 1; ; number += 1) {
      const id = number === 1 ? UPDATE : `${UPDATE}-${number}`;
      if (await this.#move(DRAFTS + id, commit, undefined)) return { kind: 'draft', id };
    }
  }

  /** Published versions, newest first. */
  async versions(): Promise<Version[]> {
    const refs = await this.#refs(PUBLISHED);
    return refs
      .map(({ name, commit }) => ({ number: Number(name), commit }))
      .toSorted((a, b) => b.number - a.number);
  }

  /** IDs of drafts with their newest commits, sorted by ID. */
  async drafts(): Promise<{ id: string; commit: string }[]> {
    const refs = await this.#refs(DRAFTS);
    return refs.filter(({ name }) => isDraftId(name)).map(({ name, commit }) => ({ id: name, commit }));
  }

  /** The newest commit of `main`. */
  async main(): Promise<string> {
    return (await this.#commitOf(MAIN))!;
  }

  /** The newest commit of a draft; undefined if there is none with that ID. */
  async draft(id: string): Promise<string | undefined> {
    return isDraftId(id) ? this.#commitOf(DRAFTS + id) : undefined;
  }

  /** Begins a draft from `main`. @throws RefusedContent for an ID that is taken or cannot be a name */
  async createDraft(id: string): Promise<string> {
    if (!isDraftId(id))
      throw new RefusedContent('A draft is called by lower-case letters, digits and hyphens.');
    const commit = await this.main();
    if (!(await this.#move(DRAFTS + id, commit, undefined)))
      throw new RefusedContent('There is a draft with this name already.');
    return commit;
  }

  /** @returns whether it was there */
  async deleteDraft(id: string): Promise<boolean> {
    const commit = await this.draft(id);
    if (commit === undefined) return false;
    await this.#git.run(['update-ref', '-d', DRAFTS + id]);
    return true;
  }

  /** All files of a commit. */
  async tree(commit: string): Promise<Tree> {
    return readTree(this.#git, known(commit));
  }

  /** The contents of a file; undefined if the commit does not have it. */
  async read(commit: string, path: string): Promise<Buffer | undefined> {
    const file = (await blobsAt(this.#git, known(commit), [path])).get(path);
    return file && readBlob(this.#git, file.blob);
  }

  /** The contents of some files, without those that the commit does not have. */
  async readAll(commit: string, paths: readonly string[]): Promise<Map<string, Buffer>> {
    return readFiles(this.#git, known(commit), paths);
  }

  /** Whether a commit is `tip` or one before it. */
  async contains(tip: string, commit: string): Promise<boolean> {
    // 128: there is no such commit.
    const { code } = await this.#git.run(['merge-base', '--is-ancestor', known(commit), known(tip)], {
      answers: [1, 128],
    });
    return code === 0;
  }

  /** Commits up to this one, newest first. */
  async history(commit: string, options?: Parameters<typeof readHistory>[2]): Promise<Commit[]> {
    return readHistory(this.#git, known(commit), options);
  }

  /** The paths that differ between two commits. */
  async changes(before: string, after: string): Promise<ChangedPath[]> {
    return changedPaths(this.#git, known(before), known(after));
  }

  /** Where a draft and `main` parted. */
  async base(draft: string): Promise<string> {
    return this.#git.text(['merge-base', known(draft), MAIN]);
  }

  /**
   * Saves files in a draft. Changes of others to other files stay.
   *
   * @param seen the commit that was edited
   * @param files new contents by path; `null` deletes
   * @param executable paths of those that become executable. All others stay what they were.
   * @returns undefined if there is no such draft
   * @throws RefusedContent for a path or a size that cannot be in the content, or a commit that the draft
   *   never had
   */
  async save(
    id: string,
    files: ReadonlyMap<string, Uint8Array | null>,
    {
      author,
      message,
      seen,
      executable = new Set(),
    }: { author: Author; message: string; seen: string; executable?: ReadonlySet<string> },
  ): Promise<Saved | undefined> {
    const edited = await this.draft(id);
    if (edited === undefined) return undefined;
    if (!(await this.contains(edited, seen))) throw noSuchVersion();
    const paths = [...files.keys()];
    const before = await blobsAt(this.#git, seen, paths);
    const blobs = await this.#blobs(files);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const head = await this.draft(id);
      if (head === undefined) return undefined;
      const now = head === seen ? before : await blobsAt(this.#git, head, paths);
      const taken = paths.filter((path) => now.get(path)?.blob !== before.get(path)?.blob);
      if (taken.length > 0) return { kind: 'conflict', commit: head, paths: taken };
      const changes = new Map(
        [...blobs].map(([path, blob]) => [
          path,
          blob === null
            ? null
            : { blob, executable: executable.has(path) || now.get(path)?.executable === true },
        ]),
      );
      const tree = await writeTree(this.#git, head, changes);
      await this.#assertReadable(tree);
      if (tree === (await this.#treeOf(head))) return { kind: 'saved', commit: head };
      const commit = await writeCommit(this.#git, { tree, parents: [head], author, message });
      if (await this.#move(DRAFTS + id, commit, head)) return { kind: 'saved', commit };
    }
    throw new Error(`The draft ${id} changed ${TRIES} times while it was saved.`);
  }

  /**
   * What bringing the newer commits of `main` into a draft would do. Changes nothing.
   *
   * @param resolved decisions for the conflicts between these two commits; without effect once one of them
   *   has changed
   * @returns undefined if there is no such draft
   */
  async planMerge(id: string, resolved?: Resolved): Promise<MergePlan | undefined> {
    const [draft, main] = [await this.draft(id), await this.main()];
    if (draft === undefined) return undefined;
    const base = await this.base(draft);
    const isCurrent = resolved?.with.draft === draft && resolved.with.main === main;
    const merged = await mergeTrees(
      this.#git,
      { base, ours: draft, theirs: main },
      isCurrent ? resolved.files : undefined,
    );
    return { ...merged, with: { draft, main }, isUpToDate: base === main };
  }

  /**
   * Brings the newer commits of `main` into a draft.
   *
   * @param resolved as for `planMerge`; if it has no effect, the conflicts are returned again
   * @param approve asked before the draft changes
   * @returns undefined if there is no such draft
   */
  async mergeMain(
    id: string,
    author: Author,
    resolved?: Resolved,
    approve: Approval = async () => true,
  ): Promise<MergeResult | { kind: 'declined'; with: MergedCommits } | undefined> {
    const plan = await this.planMerge(id, resolved);
    if (!plan) return undefined;
    const { draft, main } = plan.with;
    if (plan.isUpToDate) return { kind: 'merged', commit: draft };
    if (plan.conflicts.length > 0) return { kind: 'conflicts', with: plan.with, conflicts: plan.conflicts };
    const tree = await writeTree(this.#git, draft, plan.changes);
    await this.#assertReadable(tree);
    const commit = await writeCommit(this.#git, {
      tree,
      parents: [draft, main],
      author,
      message: 'Merge what was published',
    });
    if (!(await approve({ commit, overlapping: plan.overlapping })))
      return { kind: 'declined', with: plan.with };
    if (await this.#move(DRAFTS + id, commit, draft)) return { kind: 'merged', commit };
    return this.mergeMain(id, author, resolved, approve);
  }

  /**
   * Takes back in a draft what one commit changed.
   *
   * @returns undefined if there is no such draft, or the commit has no parent
   */
  async revert(id: string, commit: string, author: Author): Promise<MergeResult | undefined> {
    const draft = await this.draft(id);
    const [undone] = await this.history(known(commit), { perPage: 1 });
    const parent = undone?.parents[0];
    if (draft === undefined || parent === undefined) return undefined;
    const { changes, conflicts } = await mergeTrees(this.#git, { base: commit, ours: draft, theirs: parent });
    if (conflicts.length > 0) return { kind: 'conflicts', with: { draft, main: commit }, conflicts };
    const tree = await writeTree(this.#git, draft, changes);
    const message = `Take back “${undone!.subject}”`;
    const made = await writeCommit(this.#git, { tree, parents: [draft], author, message });
    if (await this.#move(DRAFTS + id, made, draft)) return { kind: 'merged', commit: made };
    return this.revert(id, commit, author);
  }

  /**
   * Makes a commit of a draft the newest of `main`, and the next version.
   *
   * @param commit what was proven
   * @returns undefined if `main` has commits that it lacks
   */
  async publish(commit: string): Promise<Version | undefined> {
    for (;;) {
      const [main, versions] = await Promise.all([this.main(), this.versions()]);
      if ((await this.base(known(commit))) !== main) return undefined;
      const number = (versions[0]?.number ?? 0) + 1;
      const { code } = await this.#git.run(['update-ref', '--stdin'], {
        input: `start\nupdate ${MAIN} ${commit} ${main}\ncreate ${PUBLISHED}${number} ${commit}\nprepare\ncommit\n`,
        answers: [128],
      });
      if (code === 0) return { number, commit };
      // Someone else published, or a fault of git, which the next round does not hide.
      if ((await this.main()) === main && (await this.versions()).length === versions.length)
        throw new Error(`git refused to publish ${commit}`);
    }
  }

  /** Writes the files of a commit into a folder below `parent`. @returns the folder */
  async checkOut(commit: string, parent: string): Promise<string> {
    await mkdir(parent, { recursive: true });
    return checkOut(this.#git, known(commit), parent);
  }

  /** Answers a client of git over HTTP. Its commits are checked by the rules for pushes. */
  async serve(call: GitCall): Promise<GitAnswer> {
    return serveGit(this.#git.folder, call);
  }

  /** What the repository takes on the disk, in bytes, including what no branch needs any more. */
  async bytesOnDisk(): Promise<number> {
    const counted = await this.#git.text(['count-objects', '-v']);
    const kibibytes = [...counted.matchAll(/^size(?:-pack|-garbage)?: (\d+)$/gm)];
    return kibibytes.reduce((sum, [, size]) => sum + Number(size) * 1_024, 0);
  }

  async #blobs(files: ReadonlyMap<string, Uint8Array | null>): Promise<Map<string, string | null>> {
    const blobs = new Map<string, string | null>();
    for (const [path, contents] of files) {
      const problem = pathProblem(path);
      if (problem !== undefined) throw new RefusedContent(`${path}: ${problem}`);
      if (contents && contents.byteLength > FILE_BYTES_MAX)
        throw new RefusedContent(`${path} is larger than ${FILE_BYTES_MAX / 1_000_000} MB.`);
      blobs.set(path, contents && (await writeBlob(this.#git, contents)));
    }
    return blobs;
  }

  /** @throws RefusedContent if a tree has files that the site would not read */
  async #assertReadable(tree: string): Promise<void> {
    const [first] = (await readTree(this.#git, tree)).problems;
    if (first) throw new RefusedContent(`${first.path}: ${first.problem}`);
  }

  async #treeOf(commit: string): Promise<string> {
    return this.#git.text(['rev-parse', `${commit}^{tree}`]);
  }

  async #commitOf(ref: string): Promise<string | undefined> {
    const { code, stdout } = await this.#git.run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], {
      answers: [1],
    });
    return code === 0 ? stdout.toString().trim() : undefined;
  }

  /** Moves a branch if it is still where it was. @param from undefined if it does not exist yet */
  async #move(ref: string, to: string, from: string | undefined): Promise<boolean> {
    const { code } = await this.#git.run(['update-ref', ref, to, from ?? '0'.repeat(40)], { answers: [128] });
    return code === 0;
  }

  async #refs(prefix: string): Promise<{ name: string; commit: string }[]> {
    const text = await this.#git.text(['for-each-ref', '--format=%(refname) %(objectname)', prefix]);
    return text.split('\n').flatMap((line) => {
      const [ref, commit] = line.split(' ');
      return commit === undefined ? [] : { name: ref!.slice(prefix.length), commit };
    });
  }
}

/** @throws RefusedContent for what is no name of a commit, such as an option of git */
function known(commit: string): string {
  if (!isCommit(commit)) throw noSuchVersion();
  return commit;
}

const noSuchVersion = () => new RefusedContent('There is no such version.');

/** In a temporary folder first, so that a killed process leaves no half of a store. */
async function create(
  folder: string,
  { files, author }: { files: () => AsyncIterable<NewFile>; author: Author },
): Promise<void> {
  const temporary = `${folder}.${randomUUID()}`;
  const git = new Git(temporary);
  try {
    await mkdir(temporary, { recursive: true });
    await initialise(git);
    const tree = await writeTree(git, undefined, await changesTo(git, undefined, files()));
    const message = 'Begin with the content of this installation';
    const commit = await writeCommit(git, { tree, parents: [], author, message });
    await git.run(['update-ref', MAIN, commit]);
    await git.run(['update-ref', `${PUBLISHED}1`, commit]);
    await git.run(['update-ref', INSTALLED, commit]);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}
