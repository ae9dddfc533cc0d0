/** Checking a draft by runs, publishing it, and what everyone sees then. */
import { appendFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { CheckResult, GradingClaim, ResultDocument } from '@dfm/contracts';
import { labSkeleton } from '@dfm/course/new/lab-skeleton';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContentAccess } from '../../lib/authoring/content-access.ts';
import { readDraftBytes } from '../../lib/authoring/draft-file.ts';
import { versionList } from '../../lib/authoring/versions.ts';
import { content, contentRoot, published } from '../../lib/content/content-root.ts';
import { lessonSummaries } from '../../lib/content/lesson.ts';
import { openContentStore, openPublished } from '../../lib/content/versions.ts';
import { loadExercisePage } from '../../lib/exercises/exercise-page.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { draftOfRun } from '../../lib/proofs/draft-of-run.ts';
import { judgeProofs } from '../../lib/proofs/judge-proofs.ts';
import { publishingView } from '../../lib/proofs/proof-view.ts';
import { publishDraft } from '../../lib/proofs/publish.ts';
import { startProof } from '../../lib/proofs/start-proof.ts';
import { stopProof } from '../../lib/proofs/stop-proof.ts';
import { hasPassed } from '../../lib/runs/queries.ts';
import { finish, heartbeat } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { classVersion, moveClass } from '../../lib/versions/class-version.ts';
import { inContentOfRequest } from '../../lib/versions/content-of-request.ts';
import { versionChanges } from '../../lib/versions/version-changes.ts';
import {
  type AuthoringSite,
  editDraft,
  newAuthor,
  newDraft,
  openAuthoringSite,
  saveDraft,
} from './authoring-site.ts';
import { join as joinClass, newCohort } from './school.ts';
import { type Visitor, claimed, newLearner, runner, submitted, verdict } from './site.ts';

const slug = 'non-root';
const yaml = `exercises/${slug}/exercise.yaml`;
const lesson = 'lessons/build-cache.mdx';
const caughtBy: Record<string, string[]> = {
  'root-again': ['root-user'],
  'chown-after-copy': ['metadata-copy'],
  'log-next-to-the-code': ['predict-smoke', 'readonly-nonroot'],
};
const variants = ['solution', 'starter', ...Object.keys(caughtBy)];

let site: AuthoringSite;
let access: ContentAccess;
let draft: string;

beforeAll(async () => {
  site = await openAuthoringSite();
  await noteRunner(runner());
  access = await newAuthor(site, 'Ada');
});
afterAll(() => site.close());
beforeEach(async () => {
  draft = await newDraft(access);
});
afterEach(() => site.clear('proof', 'run', 'submission'));

/** Replaces something in a file of the draft. */
const edit = (path: string, find: string, put: string) => editDraft(access, draft, path, find, put);

/** A result in which these checks of the rubric fail. */
function graded({ exercise }: GradingClaim, failing: readonly string[]): ResultDocument {
  const checks = exercise.rubric.items.map(({ check }): CheckResult => {
    const fails = failing.includes(check);
    return {
      id: check,
      axis: 'build',
      status: fails ? 'fail' : 'pass',
      severity: 'error',
      points: fails ? 0 : 10,
      maxPoints: 10,
      required: true,
      message: `${check} ${fails ? 'fails' : 'is met'}`,
      why: '',
      evidence: [],
      also: [],
    };
  });
  return verdict(exercise.slug, {
    passed: failing.length === 0,
    score: failing.length === 0 ? 100 : 40,
    checks,
  });
}

/** What a variant is, from the files that the runner got, which is all that it knows. */
async function variantOf({ files }: GradingClaim): Promise<string> {
  const dockerfile = files.find(({ path }) => path === 'Dockerfile')!.data;
  for (const name of variants) {
    const path = name === 'starter' ? 'starter' : name === 'solution' ? 'solution' : `wrong/${name}`;
    const text = await readDraftBytes(access, draft, `exercises/${slug}/${path}/Dockerfile`).catch(
      () => undefined,
    );
    if (text && String(text) === dockerfile) return name;
  }
  throw new Error('no variant has this Dockerfile');
}

/** Grades every queued run as its variant is declared, or as `unlike` says. @returns the variants in order */
async function gradeAll(unlike: Record<string, readonly string[]> = {}): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const work = await claimed().catch(() => undefined);
    if (!work) return seen;
    const variant = await variantOf(work);
    seen.push(variant);
    const declared = variant === 'starter' ? ['root-user'] : (caughtBy[variant] ?? []);
    await finish(work.runId, { fence: work.fence, result: graded(work, unlike[variant] ?? declared) });
  }
}

const view = () => publishingView(access, draft);
/** Items with their state, as `part variant: state`. */
async function states(): Promise<string[]> {
  const { proof } = await view();
  return proof!.parts.flatMap(({ part, items }) =>
    items.map(({ variant, state }) => `${[part, variant].filter(Boolean).join(' ')}: ${state}`),
  );
}
const defects = async () =>
  (await view()).proof!.parts.flatMap(({ items }) => items.flatMap((item) => item.defects));

/** Proves the draft and publishes it. */
async function publishIt(): Promise<number> {
  await startProof(access, draft);
  await gradeAll();
  await judgeProofs();
  expect(await defects()).toEqual([]);
  return publishDraft(access, draft);
}

/** What a request sees, and whether its pages have to be rendered for it. */
async function seenBy(url: string, visitor?: Visitor): Promise<{ folder: string; isOther: boolean }> {
  let seen: { folder: string; isOther: boolean } | undefined;
  const headers = visitor === undefined ? {} : { cookie: visitor.cookie };
  await inContentOfRequest({ url, headers } as IncomingMessage, async (isOther) => {
    seen = { folder: contentRoot(), isOther };
  });
  return seen!;
}

describe('the check of a draft', () => {
  test('grades every variant of a changed exercise with the draft’s files, and then it can be published', async () => {
    await edit(yaml, 'points: 20, required: true', 'points: 20, required: true ');
    await edit(yaml, 'readyTimeoutMs: 30000', 'readyTimeoutMs: 31000');
    await startProof(access, draft);
    const work = await claimed();
    expect(work).toMatchObject({
      draw: 'every',
      fresh: false,
      exercise: { slug, run: { readyTimeoutMs: 31_000 } },
    });
    await finish(work.runId, { fence: work.fence, result: graded(work, []) });
    expect(await draftOfRun(work.runId)).toBe(draft);
    expect(await draftOfRun('01a21027-a8f9-7401-8845-6f8580dc3f97')).toBeUndefined();
    await expect(publishDraft(access, draft)).rejects.toThrow('not been checked');
    expect(await gradeAll()).toEqual(variants.slice(1));
    await judgeProofs();
    expect(await states()).toEqual([
      ': good',
      `exercises/${slug}: good`,
      ...variants.map((name) => `exercises/${slug} ${name}: good`),
    ]);
    expect((await view()).proof).toMatchObject({ state: 'good', isOutdated: false, answered: 7, total: 7 });
    // No learner passed anything.
    expect(await hasPassed(access.account.id, slug)).toBe(false);

    const before = content().folder;
    expect(await publishDraft(access, draft)).toBe((await view()).nextVersion - 1);
    expect(content().folder).not.toBe(before);
    expect((await versionList(access))[0]).toMatchObject({ by: 'Ada', classes: 0 });
    expect(
      await site.query(`SELECT details FROM audit_entry WHERE action = 'content.publish'`),
    ).toContainEqual({
      details: { version: (await versionList(access))[0]!.number, draft },
    });
    await expect(publishDraft(access, draft)).rejects.toThrow('not been checked');
  });

  test('refuses a wrong variant that passes, until it is checked again', async () => {
    await edit(yaml, 'readyTimeoutMs: 3', 'readyTimeoutMs: 4');
    await startProof(access, draft);
    await gradeAll({ 'root-again': [] });
    await judgeProofs();
    expect((await view()).proof).toMatchObject({ state: 'bad' });
    expect(await defects()).toEqual([
      'passes with 100 points, although it is wrong',
      'should be caught by root-user, which has status pass: root-user is met',
    ]);
    await expect(publishDraft(access, draft)).rejects.toThrow('not been checked');

    // The others are known from the check before.
    await startProof(access, draft);
    expect(await gradeAll()).toEqual(['root-again']);
    await judgeProofs();
    expect((await states()).filter((state) => state.endsWith('known'))).toHaveLength(variants.length - 1);
    expect((await view()).proof).toMatchObject({ state: 'good' });
  });

  test('a save makes it outdated, and what was checked is not what would be published', async () => {
    await edit(yaml, 'readyTimeoutMs: 3', 'readyTimeoutMs: 5');
    await startProof(access, draft);
    await gradeAll();
    await judgeProofs();
    await edit(yaml, 'readyTimeoutMs: 5', 'readyTimeoutMs: 6');
    expect((await view()).proof).toMatchObject({ state: 'good', isOutdated: true });
    await expect(publishDraft(access, draft)).rejects.toThrow('not been checked');
  });

  test('finds problems in texts with path and line, and starts no run for a lesson', async () => {
    await edit(lesson, 'To see why, look', 'To see why, zzyzx look');
    await startProof(access, draft);
    expect(await gradeAll()).toEqual([]);
    await judgeProofs();
    expect((await view()).proof).toMatchObject({ state: 'bad' });
    expect(await defects()).toEqual([expect.stringMatching(new RegExp(`^${lesson}:\\d+: “zzyzx” is not`))]);
  });

  test('checks the text of a lab without a run, and publishes it', async () => {
    for (const [path, text] of Object.entries(labSkeleton({ slug: 'remove-a-container' })))
      await saveDraft(access, draft, path, text);
    await startProof(access, draft);
    await judgeProofs();
    expect(await defects()).toEqual([
      'labs/remove-a-container/lab.yaml:1: no module in course.yaml lists the lab remove-a-container',
    ]);
    await edit('course.yaml', 'labs: [publish-a-port]', 'labs: [publish-a-port, remove-a-container]');
    await startProof(access, draft);
    expect(await gradeAll()).toEqual([]);
    await judgeProofs();
    expect(await defects()).toEqual([]);
    expect((await view()).proof).toMatchObject({ state: 'good' });
  });

  test('a deleted lesson is a problem where others still refer to it', async () => {
    await saveDraft(access, draft, lesson, null);
    await startProof(access, draft);
    await judgeProofs();
    expect((await defects()).map((defect) => defect.replace(/:\d+:.*/, ''))).toEqual([
      'glossary.yaml',
      'lessons/image-layers.mdx',
      'exercises/stop-signal/exercise.yaml',
    ]);
    expect((await view()).proof).toMatchObject({ state: 'bad' });
  });

  test('repeats what the platform failed, and then says so', async () => {
    await edit(yaml, 'readyTimeoutMs: 3', 'readyTimeoutMs: 7');
    await startProof(access, draft);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const work = await claimed();
      expect(await variantOf(work)).toBe('solution');
      const failure = { phase: 'sandbox', message: 'The engine is gone.' } as const;
      const result = verdict(slug, { status: 'infrastructure', passed: false, score: 0, failure });
      await finish(work.runId, { fence: work.fence, result });
      if (attempt === 1) await gradeAll();
      await judgeProofs();
    }
    expect(await claimed().catch(() => undefined)).toBeUndefined();
    expect(await defects()).toEqual(['could not be graded because of a platform fault: The engine is gone.']);
  });

  test('can be stopped with its runs, and started again', async () => {
    await edit(yaml, 'readyTimeoutMs: 3', 'readyTimeoutMs: 8');
    await startProof(access, draft);
    const work = await claimed();
    await expect(startProof(access, draft)).rejects.toThrow('being checked already');
    await stopProof(access, draft);
    expect(await heartbeat(work.runId, work.fence)).toEqual({ cancelled: true });
    expect(await claimed().catch(() => undefined)).toBeUndefined();
    await judgeProofs();
    expect((await view()).proof).toMatchObject({ state: 'stopped' });
    await expect(stopProof(access, draft)).rejects.toThrow('has ended');
    await startProof(access, draft);
    expect(await gradeAll()).toEqual(variants);
  });

  test('is refused for a draft that changes nothing, and for one that is behind', async () => {
    await expect(startProof(access, draft)).rejects.toThrow('changes nothing');
    const late = draft;
    draft = await newDraft(access);
    await edit(yaml, 'readyTimeoutMs: 3', 'readyTimeoutMs: 9');
    await publishIt();
    draft = late;
    await edit(lesson, 'To see why, look', 'To see why, look closely');
    await expect(startProof(access, draft)).rejects.toThrow('Bring it into the draft');
    expect(await view()).toMatchObject({ isBehind: true });
  });

  test('learners come first', async () => {
    await edit(yaml, 'readyTimeoutMs: ', 'readyTimeoutMs: 1');
    await startProof(access, draft);
    const learner = await newLearner();
    const runId = await submitted(learner, 'stop-signal');
    expect((await claimed()).runId).toBe(runId);
  });
});

describe('a class', () => {
  let cohortId: string;
  let learner: Visitor;
  beforeEach(async () => {
    cohortId = await newCohort(site, {});
    learner = await newLearner();
    await joinClass(site, cohortId, learner.id);
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2)`, [
      cohortId,
      slug,
    ]);
  });
  const manage = () => cohortAccess(access.account, cohortId, 'manage');

  test('that stays at a version keeps it, and everyone else sees the newest', async () => {
    const { versions, current } = await classVersion(await manage());
    expect(current).toBeNull();
    await moveClass(await manage(), versions[0]!, null);
    await edit(lesson, 'title: The build cache', 'title: A build cache');
    await publishIt();

    const old = await seenBy('/lessons/build-cache', learner);
    const visitor = await seenBy('/lessons/build-cache');
    expect(old.folder).not.toBe(visitor.folder);
    expect(visitor).toEqual({ folder: published().newest!.folder, isOther: true });
    expect((await lessonSummaries()).get('build-cache')!.title).toBe('A build cache');
    // Its teacher sees its version on its pages, and the newest elsewhere.
    expect((await seenBy(`/teach/${cohortId}/assignments?x=1`)).folder).toBe(old.folder);
    expect((await seenBy('/teach/content')).folder).toBe(visitor.folder);

    expect(await versionChanges(await manage(), null)).toEqual([
      {
        kind: 'lesson',
        slug: 'build-cache',
        title: 'A build cache',
        change: 'changed',
        changesGrading: false,
        isAssigned: false,
        begun: 0,
        done: 0,
      },
    ]);
    await moveClass(await manage(), null, versions[0]!);
    expect((await seenBy('/', learner)).folder).toBe(visitor.folder);
    await expect(moveClass(await manage(), 1, versions[0]!)).rejects.toThrow('moved this class');
    await expect(moveClass(await manage(), 999, null)).rejects.toThrow('no version 999');
  });

  test('shows that a lab changes, and who has done steps of it', async () => {
    const [version] = (await classVersion(await manage())).versions;
    await moveClass(await manage(), version!, null);
    const other = await newLearner();
    await joinClass(site, cohortId, other.id);
    await newLearner();
    await site.query(
      `INSERT INTO lab_step (learner_id, lab, step)
       VALUES ($1, 'publish-a-port', 'publish'), ($2, 'publish-a-port', 'publish'), ($2, 'publish-a-port', 'remove')`,
      [learner.id, other.id],
    );
    await edit('labs/publish-a-port/steps/remove.mdx', 'Remove the', 'Now remove the');
    await edit('labs/publish-a-port/steps/publish.mdx', 'Your home', 'Your own home');
    await publishIt();
    expect(await versionChanges(await manage(), null)).toEqual([
      {
        kind: 'lab',
        slug: 'publish-a-port',
        title: 'Publish a port',
        change: 'changed',
        changesGrading: false,
        isAssigned: false,
        begun: 1,
        done: 1,
      },
    ]);
    const parts = (await view()).proof!.parts.map(({ part }) => part);
    expect(parts).toEqual(['', 'labs/publish-a-port']);
    await site.clear('lab_step');
  });

  test('shows who is in the middle of what changes; runs that wait keep their version', async () => {
    const [version] = (await classVersion(await manage())).versions;
    await moveClass(await manage(), version!, null);
    let runId = '';
    await inContentOfRequest(
      { url: '/api/runs', headers: { cookie: learner.cookie } } as IncomingMessage,
      async () => void (runId = await submitted(learner, slug)),
    );
    const store = await openContentStore();
    const { commit } = (await store.versions()).find(({ number }) => number === version)!;
    expect(await site.query('SELECT content FROM run WHERE id = $1', [runId])).toEqual([{ content: commit }]);
    const text = String(await readDraftBytes(access, draft, yaml));
    const timeout = /readyTimeoutMs: (\d+)/.exec(text)![1]!;
    await edit(yaml, `readyTimeoutMs: ${timeout}`, 'readyTimeoutMs: 12345');
    await startProof(access, draft);
    // The learner's run is first, and is graded by the version it was submitted for, whatever happens to the class.
    await moveClass(await manage(), null, version!);
    const work = await claimed();
    expect(work).toMatchObject({ runId, exercise: { run: { readyTimeoutMs: Number(timeout) } } });
    await finish(runId, { fence: work.fence, result: verdict(slug, { passed: false, score: 10 }) });
    await gradeAll();
    await judgeProofs();
    await moveClass(await manage(), version!, null);
    await publishDraft(access, draft);

    expect(await versionChanges(await manage(), null)).toMatchObject([
      { kind: 'exercise', slug, isAssigned: true, changesGrading: true, begun: 1, done: 0 },
    ]);
    expect((await loadExercisePage(slug)).slug).toBe(slug);
    const pinned = await seenBy('/', learner);
    expect((await seenBy(`/runs/${runId}`)).folder).toBe(pinned.folder);
  });
});

test('an update of the installation is a draft once authors have published something', async () => {
  await edit(lesson, 'title: ', 'title: Still ');
  await publishIt();
  const store = await openContentStore();
  const versions = await store.versions();
  const draftIds = async () => (await store.drafts()).map(({ id }) => id);
  const before = await draftIds();
  await openPublished();
  expect(await draftIds(), 'nothing is different').toEqual(before);

  await appendFile(join(site.installed, 'words.txt'), 'zyzzyva\n');
  await openPublished();
  expect((await draftIds()).filter((id) => !before.includes(id))).toEqual(['course-update']);
  expect(await store.versions()).toEqual(versions);
  expect(published().newest!.commit).toBe(versions[0]!.commit);
});
