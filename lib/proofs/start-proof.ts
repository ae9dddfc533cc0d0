import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { attemptsOf } from '@dfm/course/check/check-content';
import { ContentError } from '@dfm/course/exercises';
import { lessonsOfProjects } from '@dfm/course/parts/course-parts';
import type { ContentAccess } from '../authoring/content-access.ts';
import { contentStore } from '../authoring/content-store.ts';
import { openDraft } from '../authoring/open-draft.ts';
import { installedFolder } from '../content/content-root.ts';
import { contentOf } from '../content/versions.ts';
import { Prisma, db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { judgedWith } from '../runs/measured-with.ts';
import { changedParts } from './changed-parts.ts';
import { type ProofSubmission, queueItem, submissionOf, submissionOfAttempt } from './queue-item.ts';
import { isSaved, neededRecordings, readRecorded } from './recordings.ts';

interface NewItem {
  item: Omit<Prisma.ProofItemCreateManyInput, 'proofId' | 'position'>;
  /** Undefined if no run is needed. */
  submission?: ProofSubmission;
}

/**
 * Begins to check what a draft would publish. Texts are checked by the site, and every variant of an exercise
 * that changed is graded by the runners, after everything that learners wait for. The runners also record
 * what lessons show of it.
 *
 * @throws PlatformError `not-found` if the draft is gone; `conflict` if it is behind what was published,
 *   changes nothing, has files that the site does not read, or is being checked already
 */
export async function startProof(access: ContentAccess, draft: string): Promise<void> {
  const commit = await provable(access, draft);
  const { folder } = await contentOf(commit);
  const items = await itemsOf(access, commit, folder);
  await db()
    .$transaction(async (transaction) => {
      const { id } = await transaction.proof.create({
        data: { draft, commit, madeById: access.account.id },
        select: { id: true },
      });
      await transaction.proofItem.createMany({
        data: items.map(({ item }, position) => ({ ...item, proofId: id, position })),
      });
      for (const [position, { submission }] of items.entries())
        if (submission)
          await queueItem(transaction, {
            proofId: id,
            position,
            commit,
            learnerId: access.account.id,
            submission,
          });
    })
    .catch((error: unknown) => {
      throw isTaken(error) ? new PlatformError('conflict', 'This draft is being checked already.') : error;
    });
}

/** The newest commit of a draft that could be published. @throws PlatformError as `startProof` */
async function provable(access: ContentAccess, draft: string): Promise<string> {
  const { store, commit } = await openDraft(access, draft);
  const [main, base] = await Promise.all([store.main(), store.base(commit)]);
  if (base !== main)
    throw new PlatformError(
      'conflict',
      'Something else has been published since. Bring it into the draft, then check the result.',
    );
  if (commit === main) throw new PlatformError('conflict', 'This draft changes nothing yet.');
  const [problem] = (await store.tree(commit)).problems;
  if (problem) throw new PlatformError('conflict', `${problem.path}: ${problem.problem}`);
  return commit;
}

/** What has to be checked, in the order in which it is shown. */
async function itemsOf(access: ContentAccess, commit: string, folder: string): Promise<NewItem[]> {
  const store = await contentStore(access);
  const main = await store.main();
  const paths = (await store.changes(main, commit)).map(({ path }) => path);
  const projects = [...new Set(paths.flatMap((path) => /^projects\/([^/]+)\//.exec(path)?.[1] ?? []))];
  const started = new Map<string, string[]>();
  for (const project of projects) started.set(project, await lessonsOfProjects(folder, [project]));
  const parts = changedParts(paths, (project) => started.get(project) ?? []);
  const [graded, recordings] = await Promise.all([
    Promise.all(parts.exercises.map((slug) => variantItems(folder, slug))),
    recordingItems(folder, { ...parts, projects, paths }, [
      (await contentOf(main)).folder,
      installedFolder(),
    ]),
  ]);
  const text = (part: string): NewItem => ({ item: { kind: 'text', part } });
  return [
    text(''),
    ...parts.lessons.map((slug) => text(`lessons/${slug}.mdx`)),
    ...parts.labs.map((slug) => text(`labs/${slug}`)),
    ...parts.exercises.flatMap((slug, index) => [text(`exercises/${slug}`), ...graded[index]!]),
    ...recordings,
  ];
}

async function variantItems(folder: string, slug: string): Promise<NewItem[]> {
  const attempts = await attemptsOf(folder, slug).catch((error: unknown) => {
    // Deleted, or its text is reported as a problem.
    if (error instanceof ContentError || (error instanceof PlatformError && error.code === 'not-found'))
      return [];
    throw error;
  });
  return Promise.all(
    attempts.map(async (attempt): Promise<NewItem> => {
      const { variant, name, draw, loaded, files } = attempt;
      const digest = `${await judgedWith(loaded.exercise, files)}:${variant}`;
      const item = { kind: 'variant', part: `exercises/${slug}`, variant: name, draw, digest } as const;
      const isKnown = (await db().proofItem.count({ where: knownGood(digest), take: 1 })) > 0;
      return isKnown
        ? { item: { ...item, isKnown, judgedAt: new Date() } }
        : { item, submission: submissionOfAttempt(attempt) };
    }),
  );
}

async function recordingItems(
  folder: string,
  changed: Parameters<typeof neededRecordings>[1],
  others: readonly string[],
): Promise<NewItem[]> {
  const needed = await neededRecordings(folder, changed, others);
  return Promise.all(
    needed.map(async ({ item, digest }): Promise<NewItem> => {
      const known = await db().proofItem.findFirst({
        where: { ...knownGood(digest), recorded: { not: Prisma.AnyNull } },
        orderBy: { judgedAt: 'desc' },
        select: { recorded: true },
      });
      if (!known) return { item: { ...item, digest }, submission: await submissionOf(folder, item) };
      const recorded = readRecorded(item, known.recorded);
      const isUnsaved = !(await isSaved(folder, item, recorded));
      return { item: { ...item, digest, isKnown: true, judgedAt: new Date(), recorded, isUnsaved } };
    }),
  );
}

/** An answer without defects that some proof has for the same work. */
const knownGood = (digest: string) => ({ digest, judgedAt: { not: null }, defects: { isEmpty: true } });
