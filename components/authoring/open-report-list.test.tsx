import type { ReportInFile } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { OpenReportList } from './open-report-list.tsx';
import { reportNotes } from './report-notes.ts';

const report: ReportInFile = {
  id: 'r1',
  kind: 'wrong',
  quote: 'Every layer is a tarball.',
  text: 'Not every one.',
  found: { line: 12, isExact: true },
};

const list = (reports: ReportInFile[], fixed: string[] = []) =>
  renderToStaticMarkup(
    <OpenReportList reports={reports} fixed={fixed} onToggle={() => {}} onJump={() => {}} />,
  );

test('reports have their line, and a box for the next save', () => {
  const html = list([report], ['r1']);
  expect(html).toContain('line 12');
  expect(html).toContain('href="/teach/reports/r1"');
  expect(html).toMatch(/<input[^>]* checked=""[^>]*>/);
  expect(list([report])).not.toContain('checked=""');
});

test.each([
  ['has changed', { line: 3, isExact: false }, 'the text has changed since'],
  ['cannot be read', undefined, 'the line is not known'],
])('a report says if the text %s', (_name, found, text) => {
  expect(list([{ ...report, found }])).toContain(text);
  expect(list([report])).not.toContain(text);
});

test('a text without reports says so', () => {
  expect(list([])).toContain('No reader has reported anything');
});

test('notes are at the lines that are known', () => {
  expect(
    reportNotes('lessons/layers.mdx', [report, { ...report, text: '' }, { ...report, found: undefined }]),
  ).toEqual([
    {
      path: 'lessons/layers.mdx',
      line: 12,
      column: undefined,
      message: 'Wrong, says a reader: “Every layer is a tarball.”\nNot every one.',
    },
    {
      path: 'lessons/layers.mdx',
      line: 12,
      column: undefined,
      message: 'Wrong, says a reader: “Every layer is a tarball.”',
    },
  ]);
});
