import { visibleText } from '@dfm/contracts/visible-text';
import { expect, test } from 'vitest';
import { renderReport, renderSummary } from './doctor-report.ts';
import type { Output } from './output.ts';

const marked: Output['style'] = (format, text) => `<${String(format)}>${text}`;
const plain: Output['style'] = (_format, text) => text;

test('every finding has a mark, and its advice below', () => {
  const report = {
    name: 'disk',
    findings: [
      { result: 'good', saw: 'DATA_DIR has 30 GB free' } as const,
      { result: 'problem', saw: 'Docker has 1 GB free', advice: 'Free some space.' } as const,
      { result: 'not-checked', saw: 'SHELF_DIR is not there' } as const,
    ],
  };
  expect(renderReport(report, 6, marked)).toBe(`<green>✓ disk    DATA_DIR has 30 GB free
<red>✗         Docker has 1 GB free
          → Free some space.
<dim>–         not checked: SHELF_DIR is not there
`);
});

test('long lines are broken, and text from outside is inert', () => {
  const saw = `${'a word '.repeat(20)}\u001b[2J\u202e`;
  const text = renderReport(
    { name: 'isolation', findings: [{ result: 'warning', saw, advice: saw }] },
    9,
    plain,
  );
  expect(visibleText(text)).toBe(text);
  expect(text).toContain('‹U+202E›');
  for (const line of text.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test('the summary counts what there is', () => {
  const reports = (['good', 'problem', 'good', 'not-checked'] as const).map((result) => ({ result }));
  expect(renderSummary(reports)).toBe('2 good, 1 with problems, 1 not checked');
});
