import 'server-only';
import type { ContentStore } from '@dfm/content-store/content-store';
import { isText } from '@dfm/content-store/merge-text';
import { PlatformError } from '@dfm/contracts';
import { copiedPath, copiedText, partPaths } from '@dfm/course/new/copy-part';
import { listInModule } from '@dfm/course/new/list-in-module';
import { exerciseSkeleton, lessonSkeleton } from '@dfm/course/new/skeletons';
import { slugProblem } from '@dfm/course/new/slug';
import type { ContentAccess } from './content-access.ts';
import { authorOf, orRefused } from './content-store.ts';
import { noSuchDraft, openDraft } from './open-draft.ts';

type PartKind = 'lesson' | 'exercise';

interface NewPart {
  kind: PartKind;
  slug: string;
  /** Undefined lets the author write it into the file. */
  title: string | undefined;
  /** Slug of the module to list it in; undefined for none. */
  module: string | undefined;
}

/** The newest commit of a draft with its files. */
interface Opened {
  store: ContentStore;
  seen: string;
  files: Awaited<ReturnType<ContentStore['tree']>>['files'];
}

/**
 * Adds a new lesson or exercise from the skeleton of `npm run content:new`, in one commit.
 *
 * @returns the path of the file to write first
 * @throws PlatformError `bad-request` for a slug that is none, is taken, or a module that does not exist
 */
export async function addPart(
  access: ContentAccess,
  draft: string,
  { kind, slug, title, module }: NewPart,
): Promise<string> {
  const opened = await open(access, draft);
  assertFree(kind, slug, opened);
  const today = new Date().toISOString().slice(0, 10);
  const texts =
    kind === 'lesson' ? lessonSkeleton({ slug, title }, today) : exerciseSkeleton({ slug, title });
  if (module !== undefined) texts['course.yaml'] = await listed(opened, { kind, slug, module });
  const files = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const);
  await save(access, draft, opened, { files: new Map(files), message: `Add the ${kind} ${slug}` });
  return mainFile(kind, slug);
}

/**
 * Copies a lesson or an exercise with all its files under a new slug, in one commit.
 *
 * @returns the path of the file to write first
 * @throws PlatformError as `addPart`, and `not-found` if there is nothing to copy
 */
export async function copyPart(
  access: ContentAccess,
  draft: string,
  { kind, from, slug }: { kind: PartKind; from: string; slug: string },
): Promise<string> {
  const opened = await open(access, draft);
  assertFree(kind, slug, opened);
  const paths = partPaths(
    kind,
    from,
    opened.files.map(({ path }) => path),
  );
  if (paths.length === 0) throw new PlatformError('not-found', `There is no ${kind} called “${from}”.`);
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const contents = (await opened.store.read(opened.seen, path))!;
    const copy = isText(contents) ? Buffer.from(copiedText(contents.toString(), path, from, slug)) : contents;
    files.set(copiedPath(path, from, slug), copy);
  }
  const executable = opened.files.flatMap(({ path, executable: is }) =>
    is && paths.includes(path) ? [copiedPath(path, from, slug)] : [],
  );
  const message = `Copy the ${kind} ${from} to ${slug}`;
  await save(access, draft, opened, { files, message, executable: new Set(executable) });
  return mainFile(kind, slug);
}

/**
 * Gives a file of a draft a new path.
 *
 * @param seen the commit that the author edited
 * @throws PlatformError `bad-request` for a path that is taken or cannot be in the content, `conflict` if
 *   someone else saved the file since
 */
export async function renameFile(
  access: ContentAccess,
  draft: string,
  { from, to, seen }: { from: string; to: string; seen: string },
): Promise<void> {
  const opened = await open(access, draft);
  const file = opened.files.find(({ path }) => path === from);
  if (!file) throw new PlatformError('not-found', 'This file has been deleted.');
  if (opened.files.some(({ path }) => path === to))
    throw new PlatformError('bad-request', `There is a file ${to} already.`);
  const contents = (await opened.store.read(opened.seen, from))!;
  await save(
    access,
    draft,
    { ...opened, seen },
    {
      files: new Map<string, Uint8Array | null>([
        [from, null],
        [to, contents],
      ]),
      message: `Rename ${from} to ${to}`,
      executable: new Set(file.executable ? [to] : []),
    },
  );
}

async function open(access: ContentAccess, draft: string): Promise<Opened> {
  const { store, commit: seen } = await openDraft(access, draft);
  return { store, seen, files: (await store.tree(seen)).files };
}

function assertFree(kind: PartKind, slug: string, { files }: Opened): void {
  const problem = slugProblem(slug);
  if (problem !== undefined) throw new PlatformError('bad-request', problem);
  const all = files.map(({ path }) => path.toLowerCase());
  if (partPaths(kind, slug, all).length > 0)
    throw new PlatformError(
      'bad-request',
      `There is already something called ${slug}. Choose a different slug.`,
    );
}

async function listed(
  { store, seen }: Opened,
  { kind, slug, module }: { kind: PartKind; slug: string; module: string },
): Promise<string> {
  const text = (await store.read(seen, 'course.yaml'))?.toString() ?? '';
  const changed = listInModule(text, { module, list: `${kind}s`, slug });
  if (changed !== undefined) return changed;
  throw new PlatformError('bad-request', `course.yaml has no module ${module} to list it in.`);
}

async function save(
  access: ContentAccess,
  draft: string,
  { store, seen }: Pick<Opened, 'store' | 'seen'>,
  {
    files,
    message,
    executable,
  }: { files: ReadonlyMap<string, Uint8Array | null>; message: string; executable?: ReadonlySet<string> },
): Promise<void> {
  const how = { author: authorOf(access), message, seen, ...(executable && { executable }) };
  const saved = await orRefused(() => store.save(draft, files, how));
  if (!saved) throw noSuchDraft();
  if (saved.kind === 'conflict')
    throw new PlatformError(
      'conflict',
      `Someone else saved ${saved.paths.join(', ')} in the meantime. Open it again to see what changed.`,
    );
}

const mainFile = (kind: PartKind, slug: string) =>
  kind === 'lesson' ? `lessons/${slug}.mdx` : `exercises/${slug}/exercise.yaml`;
