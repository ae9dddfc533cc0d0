import type { ProofView } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ProofParts } from './proof-parts.tsx';
import { ProofSummary, sentenceOf } from './proof-summary.tsx';

const bad = {
  kind: 'text' as const,
  variant: undefined,
  state: 'bad' as const,
  defects: ['lessons/pin-it.mdx:12: a <word> is missing', 'passes with 100 points, although it is wrong'],
  runId: undefined,
};
const unsaved = { ...bad, kind: 'commands' as const, state: 'unsaved' as const, defects: [] };
const proof: ProofView = {
  id: '1',
  state: 'bad',
  isOutdated: false,
  by: 'Ada',
  startedAt: '2026-11-24T10:00:00.000Z',
  answered: 2,
  total: 2,
  parts: [
    { part: '', items: [{ ...bad, state: 'good', defects: [] }] },
    { part: 'lessons/pin-it.mdx', items: [bad] },
  ],
};
const good = { ...proof, parts: [proof.parts[0]!] };

test.each<[name: string, proof: ProofView, sentence: string]>([
  ['with a defect', proof, '1 check found something to fix.'],
  ['with a defect so far', { ...proof, state: 'checking' }, '1 check found something to fix so far.'],
  [
    'with a recording to save',
    { ...proof, state: 'unsaved', parts: [{ part: 'lessons/pin-it.mdx', items: [unsaved] }] },
    'Nothing to fix. 1 recording is new, and the draft does not have it yet.',
  ],
  [
    'with a defect and recordings to save',
    { ...proof, parts: [{ part: 'lessons/pin-it.mdx', items: [bad, unsaved, unsaved] }] },
    '1 check found something to fix. 2 recordings are new: saving may be the fix.',
  ],
  ['without one so far', { ...good, state: 'checking' }, 'Nothing to fix so far.'],
  ['without one', { ...good, state: 'good' }, 'All 2 checks are in order. The draft can be published.'],
  [
    'outdated',
    { ...good, state: 'good', isOutdated: true },
    'The draft has been saved since this check, so it has to be checked again.',
  ],
  [
    'published, and saved since',
    { ...good, state: 'published', isOutdated: true },
    'This draft has been published as it was checked here.',
  ],
  ['stopped', { ...good, state: 'stopped' }, 'The check was stopped.'],
])('%s', (_name, view, sentence) => {
  expect(sentenceOf(view)).toBe(sentence);
});

test('what is wrong comes first, and leads to its line in the draft', () => {
  const html = renderToStaticMarkup(<ProofParts draft="one" proof={proof} />);
  expect(html.indexOf('lessons/pin-it.mdx')).toBeLessThan(html.indexOf('Everything else'));
  expect(html).toContain('href="/teach/content/one?file=lessons%2Fpin-it.mdx&amp;line=12"');
  expect(html).toContain('a &lt;word&gt; is missing');
  expect(html).toContain('passes with 100 points, although it is wrong');
});

test('what is published leads to the pages that learners see', () => {
  const exercise = {
    part: 'exercises/first-image',
    items: [{ ...bad, state: 'good' as const, defects: [] }],
  };
  const parts = [...proof.parts, exercise];
  const html = renderToStaticMarkup(
    <ProofParts draft="one" proof={{ ...proof, parts, state: 'published' }} />,
  );
  expect(html).toContain('href="/lessons/pin-it"');
  expect(html).toContain('href="/exercises/first-image"');
  expect(html.match(/Open the/g)).toHaveLength(2);
  expect(renderToStaticMarkup(<ProofParts draft="one" proof={proof} />)).not.toContain('Open the');
});

test('the runs of learners are mentioned only where the check has runs', () => {
  const checking = { ...good, state: 'checking' as const };
  expect(renderToStaticMarkup(<ProofSummary proof={checking} />)).not.toContain('Runs of learners');
  const variant = { ...bad, kind: 'variant' as const, variant: 'solution', defects: [] };
  const parts = [{ part: 'exercises/first-image', items: [variant] }];
  const html = renderToStaticMarkup(<ProofSummary proof={{ ...checking, parts }} />);
  expect(html).toContain('Runs of learners come first.');
});
