import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { type Attempt, attemptsOf } from '@dfm/course/check/check-content';
import { ContentError } from '@dfm/course/exercises';
import { lessonsOfProjects } from '@dfm/course/parts/course-parts';
import type { ContentAccess } from '../authoring/content-access.ts';
import { contentStore } from '../authoring/content-store.ts';
import { noSuchDraft } from '../authoring/drafts.ts';
import { contentOf } from '../content/versions.ts';
import { type Prisma, db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { judgedWith } from '../runs/measured-with.ts';
import { changedParts } from './changed-parts.ts';
import { queueVariant } from './queue-variant.ts';

type NewItem = Omit<Prisma.ProofItemCreateManyInput, 'proofId' | 'position'>;

/**
 * Begins to check what a draft would publish. Texts are checked by the site, and every variant of an exercise
 * that changed is graded by the runners, after everything that learners wait for.
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
      for (const [position, { item, attempt }] of items.entries())
        if (attempt && item.isKnown !== true)
          await queueVariant(transaction, {
            proofId: id,
            position,
            commit,
            learnerId: access.account.id,
            attempt,
          });
    })
    .catch((error: unknown) => {
      throw isTaken(error) ? new PlatformError('conflict', 'This draft is being checked already.') : error;
    });
}

/** The newest commit of a draft that could be published. @throws PlatformError as `startProof` */
async function provable(access: ContentAccess, draft: string): Promise<string> {
  const store = await contentStore(access);
  const commit = await store.draft(draft);
  if (commit === undefined) throw noSuchDraft();
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

/** What has to be checked, in the order in which it is shown, with what a run has to grade. */
async function itemsOf(
  access: ContentAccess,
  commit: string,
  folder: string,
): Promise<{ item: NewItem; attempt?: Attempt }[]> {
  const store = await contentStore(access);
  const changed = (await store.changes(await store.main(), commit)).map(({ path }) => path);
  const projects = [...new Set(changed.flatMap((path) => /^projects\/([^/]+)\//.exec(path)?.[1] ?? []))];
  const started = new Map<string, string[]>();
  for (const project of projects) started.set(project, await lessonsOfProjects(folder, [project]));
  const parts = changedParts(changed, (project) => started.get(project) ?? []);
  const graded = await Promise.all(parts.exercises.map((slug) => variantItems(folder, slug)));
  const text = (part: string) => ({ item: { kind: 'text', part } as const });
  return [
    text(''),
    ...parts.lessons.map((slug) => text(`lessons/${slug}.mdx`)),
    ...parts.exercises.flatMap((slug, index) => [text(`exercises/${slug}`), ...graded[index]!]),
  ];
}

async function variantItems(folder: string, slug: string): Promise<{ item: NewItem; attempt: Attempt }[]> {
  const attempts = await attemptsOf(folder, slug).catch((error: unknown) => {
    // Deleted, or its text is reported as a problem.
    if (error instanceof ContentError || (error instanceof PlatformError && error.code === 'not-found'))
      return [];
    throw error;
  });
  return Promise.all(
    attempts.map(async (attempt) => {
      const { variant, name, draw, loaded, files } = attempt;
      const digest = await judgedWith(loaded.exercise, [...files]);
      const key = `${digest}:${variant}`;
      const isKnown = (await db().proofItem.count({ where: knownGood(key), take: 1 })) > 0;
      const item: NewItem = {
        kind: 'variant',
        part: `exercises/${slug}`,
        variant: name,
        draw,
        digest: key,
        ...(isKnown && { isKnown, judgedAt: new Date() }),
      };
      return { item, attempt };
    }),
  );
}

/** An answer without defects that some proof has for the same files, exercise and code. */
const knownGood = (digest: string) => ({ digest, judgedAt: { not: null }, defects: { isEmpty: true } });
