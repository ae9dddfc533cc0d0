/** Recording what lessons show, as part of the check of a draft. */
import type { CommandsClaim, RanLesson } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ContentAccess } from '../../lib/authoring/content-access.ts';
import { readDraftBytes } from '../../lib/authoring/draft-file.ts';
import { fileHistory } from '../../lib/authoring/draft-history.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { judgeProofs } from '../../lib/proofs/judge-proofs.ts';
import { publishingView } from '../../lib/proofs/proof-view.ts';
import { publishDraft } from '../../lib/proofs/publish.ts';
import { saveRecordings } from '../../lib/proofs/save-recordings.ts';
import { startProof } from '../../lib/proofs/start-proof.ts';
import { finishCommands } from '../../lib/runs/report-outputs.ts';
import { finish } from '../../lib/runs/report.ts';
import { type AuthoringSite, editDraft, newAuthor, newDraft, openAuthoringSite } from './authoring-site.ts';
import { claimed, claimedWork, runner, verdict } from './site.ts';

const lesson = 'lessons/build-cache.mdx';
const outputs = 'outputs/build-cache.json';
const commandsPart = `${lesson} commands`;

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

const read = async (path: string) => String(await readDraftBytes(access, draft, path));

/** Replaces something in a file of the draft. */
const edit = (path: string, find: string, put: string) => editDraft(access, draft, path, find, put);

const proof = async () => (await publishingView(access, draft)).proof!;

/** What runners do, as `part kind variant: state`. */
async function states(): Promise<string[]> {
  return (await proof()).parts.flatMap(({ part, items }) =>
    items
      .filter(({ kind }) => kind === 'commands' || kind === 'recording')
      .map(({ kind, variant, state }) => `${[part, kind, variant].filter(Boolean).join(' ')}: ${state}`),
  );
}

async function claimedCommands(): Promise<CommandsClaim> {
  const work = await claimedWork();
  if (work.work !== 'commands') throw new Error('these are no commands');
  return work;
}

/** Whatever a runner could claim now. */
const nextWork = () => claimedWork().catch(() => undefined);

/** What a runner reports if every command prints `text`. */
function ran({ script }: CommandsClaim, text: string): RanLesson {
  return {
    recorded: script.commands.flatMap((command) =>
      command.kind === 'command'
        ? [{ id: command.id, exitCode: command.exitCode, output: text, linesLeftOut: 0 }]
        : [],
    ),
    problems: [],
    engineVersion: '29.1.0',
  };
}

/** Changes the command of the lesson, to one that it never was. @returns its first line */
async function changeCommand(): Promise<string> {
  const [line] = /^echo .*$/m.exec(await read(lesson))!;
  const changed = `echo ${draft} > app.txt`;
  await edit(lesson, line, changed);
  return changed;
}

test('the outputs of a changed command are recorded, saved in the draft, and then published', async () => {
  const line = await changeCommand();
  await startProof(access, draft);
  expect(await states()).toEqual([`${commandsPart}: waiting`]);
  const work = await claimedCommands();
  expect(work.script.file).toBe(lesson);
  expect(work.script.commands).toContainEqual(
    expect.objectContaining({ script: expect.stringContaining(line), expect: ['app.txt'] }),
  );
  expect(await states()).toEqual([`${commandsPart}: running`]);
  await finishCommands(work.runId, { fence: work.fence, outputs: ran(work, 'sum\0') });
  await judgeProofs();
  expect(await states()).toEqual([`${commandsPart}: unsaved`]);
  await expect(publishDraft(access, draft)).rejects.toThrow('not been checked');

  await saveRecordings(access, draft);
  const saved: unknown = JSON.parse(await read(outputs));
  expect(saved).toMatchObject({
    version: 1,
    engineVersion: '29.1.0',
    commands: ran(work, 'sum\uFFFD').recorded,
  });
  expect((await fileHistory(access, draft, outputs))[0]).toMatchObject({
    by: 'Ada',
    subject: `Record ${outputs}`,
  });

  // Nothing is run again for what has not changed.
  await startProof(access, draft);
  expect(await nextWork()).toBeUndefined();
  await judgeProofs();
  expect(await states()).toEqual([`${commandsPart}: known`]);
  expect(await proof()).toMatchObject({ state: 'good' });
  await publishDraft(access, draft);
});

test('near miss: a changed sentence runs nothing', async () => {
  await edit(lesson, 'Nothing failed, and', 'Nothing failed and');
  await startProof(access, draft);
  expect(await states()).toEqual([]);
  expect(await nextWork()).toBeUndefined();
});

test('a recording that someone edited is made again', async () => {
  await edit(outputs, '"recordedOn"', ' "recordedOn"');
  await startProof(access, draft);
  expect(await states()).toEqual([`${commandsPart}: waiting`]);
});

test('a recording that is no JSON any more is made again, and the check ends', async () => {
  await edit(outputs, '{', '');
  await startProof(access, draft);
  const work = await claimedCommands();
  await finishCommands(work.runId, { fence: work.fence, outputs: ran(work, 'sum') });
  await judgeProofs();
  expect(await states()).toEqual([`${commandsPart}: unsaved`]);
  expect((await proof()).state).toBe('bad');
  await saveRecordings(access, draft);
  expect(JSON.parse(await read(outputs))).toMatchObject({ version: 1 });
});

test('what a command does wrong is a problem at its line, and is not recorded', async () => {
  await changeCommand();
  await startProof(access, draft);
  const work = await claimedCommands();
  const problems = [{ file: work.script.file, line: 35, message: 'does not print “app.txt”' }];
  await finishCommands(work.runId, { fence: work.fence, outputs: { ...ran(work, ''), problems } });
  await judgeProofs();
  expect(await states()).toEqual([`${commandsPart}: bad`]);
  const defects = (await proof()).parts.flatMap(({ items }) => items.flatMap((item) => item.defects));
  expect(defects).toContain(`${lesson}:35: does not print “app.txt”`);
  await expect(saveRecordings(access, draft)).rejects.toThrow('Nothing new');
});

test('what the platform failed is tried three times, and then says why', async () => {
  await changeCommand();
  await startProof(access, draft);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const { runId, fence } = await claimedCommands();
    await finishCommands(runId, { fence, outputs: { fault: 'no sandbox' } });
    await judgeProofs();
  }
  expect(await nextWork()).toBeUndefined();
  const [, item] = (await proof()).parts.find(({ part }) => part === lesson)!.items;
  expect(item).toMatchObject({
    state: 'bad',
    defects: ['its commands could not be run because of a platform fault: no sandbox'],
  });
});

test('an outdated attempt reports nothing', async () => {
  await changeCommand();
  await startProof(access, draft);
  const work = await claimedCommands();
  const late = { fence: work.fence + 1, outputs: ran(work, 'sum') };
  await expect(finishCommands(work.runId, late)).rejects.toThrow('no longer the current attempt');
});

test('a draft that was saved since keeps what it has', async () => {
  await changeCommand();
  await startProof(access, draft);
  const work = await claimedCommands();
  await finishCommands(work.runId, { fence: work.fence, outputs: ran(work, 'sum') });
  await judgeProofs();
  const before = await read(outputs);
  await edit(lesson, 'Nothing failed, and', 'Nothing failed and');
  await expect(saveRecordings(access, draft)).rejects.toThrow('saved since this check');
  expect(await read(outputs)).toBe(before);
});

test('a run that lessons show is recorded in an unused sandbox, and every field is kept', async () => {
  await edit('projects/message-sorter/variants/everything-first/Dockerfile', 'FROM ', '# Changed\nFROM ');
  await startProof(access, draft);
  const recorded = 'projects/message-sorter recording everything-first';
  expect(await states()).toContain(`${recorded}: waiting`);
  let grading = await nextWork();
  while (grading?.work === 'commands') {
    await finishCommands(grading.runId, { fence: grading.fence, outputs: ran(grading, '') });
    grading = await nextWork();
  }
  expect(grading).toMatchObject({ work: 'grading', fresh: true, isRecording: true, draw: 'every' });
  expect(JSON.stringify(grading)).toContain('# Changed\\nFROM ');
  const result = verdict('message-sorter', {
    passed: true,
    score: 100,
    checks: [
      {
        id: 'builds',
        axis: 'build',
        status: 'pass',
        severity: 'error',
        points: 1,
        maxPoints: 1,
        required: false,
        message: 'The image builds.',
        why: '',
        evidence: [],
        also: [],
      },
    ],
  });
  await finish(grading!.runId, { fence: grading!.fence, result });
  await judgeProofs();
  expect(await states()).toContain(`${recorded}: unsaved`);
  await saveRecordings(access, draft);
  expect(JSON.parse(await read('runs/message-sorter/everything-first.json'))).toEqual(result);
});

test('an exercise that no lesson shows a run of is only graded', async () => {
  await edit('exercises/non-root/exercise.yaml', 'readyTimeoutMs: ', 'readyTimeoutMs: 1');
  await startProof(access, draft);
  expect(await states()).toEqual([]);
  expect((await claimed()).isRecording).toBe(false);
});
