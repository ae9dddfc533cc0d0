import type { Finding } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { renderFindings } from './render-findings.ts';

const finding = (line: number, severity: Finding['severity'] = 'warning'): Finding => ({
  id: 'workdir',
  path: 'Dockerfile',
  line,
  endLine: line,
  column: 1,
  endColumn: 2,
  severity,
  message: 'Relative.',
  also: ['DL3000'],
});
const many = (count: number) => Array.from({ length: count }, (_, index) => finding(index + 1));
const rendered = (findings: Finding[]) =>
  renderFindings({ path: 'Dockerfile', findings, ignored: [] }, (_format, text) => text);

test('a finding names the matching rules of other tools', () => {
  expect(rendered([finding(3)])).toBe('Dockerfile\n  warning  line 3  workdir  DL3000\n    Relative.\n');
});

test('near miss: a thousand findings are all shown', () => {
  const text = rendered(many(1000));
  expect(text).toContain('line 1000 ');
  expect(text).not.toContain('Not shown');
});

test('shows the first thousand findings and counts the rest', () => {
  const text = rendered([...many(1001), finding(2000, 'error')]);
  expect(text).toContain('line 1000 ');
  expect(text).not.toContain('line 1001 ');
  expect(text).toMatch(
    /\n {2}Not shown: 2 more, including 1 with severity error\. Use --format json for all of them\.\n$/u,
  );
});
