import type { OwnReport, ReportToFix } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { OwnReportList } from './own-report-list.tsx';
import { ReportFilter } from './report-filter.tsx';
import { ReportList } from './report-list.tsx';
import { ReportToFixView } from './report-to-fix.tsx';

const report = {
  id: 'r1',
  part: 'lesson',
  slug: 'layers',
  title: 'Layers',
  kind: 'unclear',
  quote: 'Every <layer> is a tarball.',
  text: 'Which one?\nAll?',
  status: 'open',
  createdAt: '2026-01-02T03:04:05.000Z',
} as const;
const replies = [{ id: 'a', by: 'The authors', text: 'All of them.', writtenAt: report.createdAt }];
const action = async () => ({});
const commit = 'a'.repeat(40);

describe('own reports', () => {
  const list = (change: Partial<OwnReport> = {}) =>
    renderToStaticMarkup(
      <OwnReportList reports={[{ ...report, isNew: false, replies: [], ...change }]} reply={() => action} />,
    );

  test('show the passage as text, its page and its state, and take more words', () => {
    const html = list();
    expect(html).toContain('Every &lt;layer&gt; is a tarball.');
    expect(html).toContain('href="/lessons/layers"');
    expect(html).toContain('>Unclear<');
    expect(html).toContain('>Open<');
    expect(html).toContain('Add something');
    expect(html).not.toContain('>New<');
  });

  test('show what the authors did', () => {
    const html = list({ isNew: true, status: 'answered', replies });
    expect(html).toContain('All of them.');
    expect(html).toContain('>New<');
    expect(html).toContain('>Reply<');
  });

  test.each(['fixed', 'declined'] as const)('that are %s take no reply', (status) => {
    const html = list({ status, replies });
    expect(html).not.toContain('<textarea');
    expect(html.includes('The authors corrected it.')).toBe(status === 'fixed');
  });

  test('say how to report if there is none', () => {
    expect(renderToStaticMarkup(<OwnReportList reports={[]} reply={() => action} />)).toContain('select it');
  });
});

describe('the list of authors', () => {
  test.each([
    [false, 'No report waits for you.'],
    [true, 'No report matches.'],
  ])('is empty, filtered: %s', (isFiltered, text) => {
    expect(renderToStaticMarkup(<ReportList reports={[]} isFiltered={isFiltered} />)).toContain(text);
  });

  test('leads to each report', () => {
    const html = renderToStaticMarkup(<ReportList reports={[report]} isFiltered={false} />);
    expect(html).toContain('href="/teach/reports/r1"');
    expect(html).toContain('“Every &lt;layer&gt; is a tarball.”');
  });

  test('is filtered by the address, with what is chosen', () => {
    const html = renderToStaticMarkup(
      <ReportFilter
        parts={[{ part: 'lesson', slug: 'layers', title: 'Layers' }]}
        status="fixed"
        part={{ part: 'lesson', slug: 'layers' }}
      />,
    );
    expect(html).toContain('action="/teach/reports"');
    expect(html).toContain('<option value="fixed" selected="">Fixed</option>');
    expect(html).toContain('<option value="lesson/layers" selected="">Layers</option>');
  });
});

describe('a report to fix', () => {
  const page = (change: Partial<ReportToFix> = {}) =>
    renderToStaticMarkup(
      <ReportToFixView
        report={{
          ...report,
          before: 'One.',
          after: 'Two.',
          path: 'lessons/layers.mdx',
          found: { line: 12, isExact: true },
          replies,
          closedCommit: undefined,
          drafts: [
            { id: 'mine', line: 14 },
            { id: 'without-it', line: undefined },
          ],
          saves: [{ commit, text: 'mine: Say it better' }],
          ...change,
        }}
        actions={{ reply: action, decline: action, fix: action, reopen: action, newDraft: action }}
      />,
    );

  test('has its line in the published text and in each draft', () => {
    const html = page();
    expect(html).toContain('lessons/layers.mdx:12');
    expect(html).toContain('href="/teach/content/mine?file=lessons%2Flayers.mdx&amp;line=14"');
    expect(html).toContain('href="/teach/content/without-it?file=lessons%2Flayers.mdx"');
    expect(html).toContain(`<option value="${commit}" selected="">mine: Say it better</option>`);
    expect(html).not.toContain('has changed since');
  });

  test.each([
    ['changed', { line: 3, isExact: false }, 'the text has changed since'],
    ['gone', undefined, 'no longer part of the content'],
  ])('whose passage is %s says so', (_name, found, text) => {
    expect(page({ found })).toContain(text);
  });

  test('that is closed can only be opened again', () => {
    const html = page({ status: 'fixed', closedCommit: commit });
    expect(html).toContain('Fixed by <code class="wrap-anywhere">mine: Say it better</code>');
    expect(html).toContain('Open it again');
    expect(html).not.toContain('<textarea');
  });
});
