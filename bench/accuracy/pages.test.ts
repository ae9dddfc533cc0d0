import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pinnedVersions } from '../counterparts/install.ts';
import { sumOfRules } from './compare.ts';
import { accuracyPage, checksPage, compareAll } from './pages.ts';
import { readRecord } from './record.ts';

// If a page differs, run `npm run accuracy`; for new or changed cases, `npm run accuracy -- --record`.

test('docs/checks.md matches the metadata of the checks', () => {
  const { path, text } = checksPage();
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('the recorded results are from the pinned versions of the tools', async () => {
  expect((await readRecord()).versions).toEqual(await pinnedVersions());
});

test('every case was recorded with the other tools, and every difference has a reason', async () => {
  const compared = await compareAll(await readRecord());
  expect(compared.flatMap(({ id, problems }) => problems.map((problem) => `${id} ${problem}`))).toEqual([]);
});

test('where both report something, our findings name what the tool reports', async () => {
  const found = (await compareAll(await readRecord())).flatMap(({ tools }) => tools);
  const { named, reported, both } = sumOfRules(found, 'rulesWhereBothReport');
  expect(both / named).toBeGreaterThanOrEqual(0.98);
  expect(both / reported).toBeGreaterThanOrEqual(0.98);
});

test('docs/results/grader-accuracy.md matches the cases and the recorded results', async () => {
  const record = await readRecord();
  const { path, text } = accuracyPage(await compareAll(record), record);
  expect(readFileSync(path, 'utf8')).toBe(text);
});
