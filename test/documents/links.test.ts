import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, headingsOf, linksOf, readDocument, root } from './markdown.ts';

const documents = globSync('{README.md,CHANGELOG.md,docs/**/*.md}', { cwd: root });

/** What is wrong with a link. @param from the document that has it */
function linkProblem(from: string, target: string): string | undefined {
  if (/^(?:https?|mailto):/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(root, file))) return `${target}: there is no ${file}`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return anchorsOf(readDocument(file)).has(anchor) ? undefined : `${target}: ${file} has no such heading`;
}

test.each(documents)('the links of %s lead somewhere', (document) => {
  const problems = linksOf(readDocument(document)).map((target) => linkProblem(document, target));
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});

const excluded = new RegExp(
  [
    'test-data/|^test/documents/',
    // Learners' files in a folder `docs`.
    '/cases\\.ts$|/content-groups\\.test\\.ts$',
    // Changing a comment there would make every node build its images again.
    '^sandbox-runner/images/(?:services|stand-in)/Dockerfile$',
  ].join('|'),
);
/** Code, configuration and texts of the product. */
const sources = globSync(
  '{app,bench,cli,components,deploy,e2e,launcher,lib,packages,prisma,sandbox-runner,scripts,test}/**/*',
  { cwd: root, exclude: (path) => /node_modules|generated/.test(path) },
).filter((path) => !excluded.test(path) && statSync(join(root, path)).isFile());

/** A document, with an anchor, or with a heading in quotes after it. */
const reference = /\bdocs\/([\w./-]+\.md)(?:#([\w-]+))?(?:(?:,| under) [“"]([^”"]+)[”"])?/g;

/** What is wrong with the documents that a text refers to. */
function referenceProblems(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([whole, path, anchor, heading]) => {
    const file = join('docs', path!);
    if (!existsSync(join(root, file))) return [`${whole}: there is no ${file}`];
    const document = readDocument(file);
    if (anchor !== undefined && !anchorsOf(document).has(anchor)) return [`${whole}: no such anchor`];
    if (heading !== undefined && !headingsOf(document).includes(heading))
      return [`${whole}: no such heading`];
    return [];
  });
}

test('code, configuration and texts of the product refer to documents and headings that exist', () => {
  const problems = sources.flatMap((path) =>
    referenceProblems(readFileSync(join(root, path), 'utf8')).map((problem) => `${path}: ${problem}`),
  );
  expect(problems).toEqual([]);
});

test.each([
  ['docs/no-such-document.md', ['docs/no-such-document.md: there is no docs/no-such-document.md']],
  ['docs/operators/alerts.md#no-such-alert', ['docs/operators/alerts.md#no-such-alert: no such anchor']],
  [
    'docs/operators/nodes.md, “No such heading”',
    ['docs/operators/nodes.md, “No such heading”: no such heading'],
  ],
  ['docs/operators/nodes.md, “Add a node”, and docs/operators/alerts.md#sitefails', []],
])('a reference to %s', (text, problems) => expect(referenceProblems(text)).toEqual(problems));

test.each([
  ['elsewhere.md', 'elsewhere.md: there is no docs/elsewhere.md'],
  ['security.md#nowhere', 'security.md#nowhere: docs/security.md has no such heading'],
  ['#nowhere', '#nowhere: docs/cli.md has no such heading'],
  ['security.md#limits', undefined],
])('a link to %s', (target, problem) => expect(linkProblem('docs/cli.md', target)).toBe(problem));
