import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { parse } from 'yaml';
import { expect, exerciseFile, stackValue, test } from './fixtures.ts';

const root = join(import.meta.dirname, '..');
const lessons = readdirSync(join(root, 'content/lessons')).map((name) => name.replace('.mdx', ''));
const exercises = readdirSync(join(root, 'content/exercises'));

/**
 * Explanations of options and answers of predictions, as plain words that survive Markdown rendering and are
 * long enough to be unique.
 */
function secretsOf(lesson: string): string[] {
  // The model answer of an interview question is on the page itself.
  const source = readFileSync(join(root, 'content/lessons', `${lesson}.mdx`), 'utf8').replaceAll(
    /^:::interview[\s\S]+?\n:::$/gm,
    '',
  );
  const explanations = [...source.matchAll(/— \*(.+?)\*\s*$/gm)].map((match) => match[1]!);
  const answers = [...source.matchAll(/~~~answer\n([\s\S]+?)\n~~~/g)].map(
    (match) => match[1]!.split('\n')[0]!,
  );
  return [...explanations, ...answers]
    .map((text) =>
      text
        .split(/[`*\\]/)
        .sort((a, b) => b.length - a.length)[0]!
        .trim(),
    )
    .filter((text) => text.length >= 24);
}

function probesOf(slug: string): string[] {
  const exercise = parse(exerciseFile(slug, 'exercise.yaml')) as { run?: { probes?: { name: string }[] } };
  return (exercise.run?.probes ?? []).map((probe) => probe.name).filter((name) => name.length >= 16);
}

/** The complete files that a solution changes. */
function solutionOf(slug: string): string[] {
  const [starter, solution] = ['starter', 'solution'].map((folder) =>
    [...filesUnder(join(root, 'content/exercises', slug, folder))].map((file) => readFileSync(file, 'utf8')),
  );
  return solution!.filter((text) => !starter!.includes(text));
}

function* filesUnder(folder: string): Generator<string> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** Escape sequences differ between HTML, JSON and JavaScript strings, so only letters and digits are compared. */
const letters = (text: string) =>
  text.replace(/\\u[0-9a-f]{4}|&#?\w+;|\\n/gi, '').replace(/[^\p{L}\p{N}]/gu, '');

test('answers, explanations, hidden probes and solutions are never sent to a browser before the learner commits', async ({
  request,
}) => {
  const url = stackValue('E2E_URL');
  const secrets = [...lessons.flatMap(secretsOf), ...exercises.flatMap(probesOf)];
  expect(secrets.length, 'the test has something to look for').toBeGreaterThan(200);

  const served = new Map<string, string>();
  for (const path of [
    hrefTo('home'),
    hrefTo('course'),
    '/search-index.json',
    ...lessons.map((slug) => hrefTo('lesson', slug)),
    ...exercises.map((slug) => hrefTo('exercise', slug)),
  ]) {
    served.set(`${path} (HTML)`, await (await request.get(`${url}${path}`)).text());
    served.set(`${path} (RSC)`, await (await request.get(`${url}${path}`, { headers: { RSC: '1' } })).text());
  }
  for (const file of filesUnder(join(root, '.next/static')))
    served.set(file.slice(root.length), readFileSync(file, 'utf8'));
  expect(
    [...served.values()].some((text) => letters(text).includes(letters('You add one line to'))),
    'the comparison finds a text that is there',
  ).toBe(true);

  const solutions = exercises.flatMap(solutionOf);
  const leaks: string[] = [];
  for (const [where, text] of served) {
    const plain = letters(text);
    for (const secret of [...secrets, ...solutions])
      if (plain.includes(letters(secret))) leaks.push(`${where}: ${secret}`);
  }
  expect(leaks).toEqual([]);
});
