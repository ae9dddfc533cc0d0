import { describe, expect, test } from 'vitest';
import { checks } from '../src/check-registry.ts';
import { parseDockerfile } from '../src/dockerfile/parse.ts';
import { applyQuickFix } from '../src/fix/quick-fix.ts';
import { findingsOf } from '../src/static/check-static.ts';
import type { FindingCase } from './finding-case.ts';
import { loadCases } from './load-cases.ts';

const all = await loadCases();

test('every check with a static side has cases, and every file of cases a check', () => {
  const inText = checks.filter((check) => check.findings !== undefined && check.meta.id !== 'ignore-comment').map((check) => check.meta.id);
  expect([...all.keys()]).toEqual(inText.toSorted());
});

describe.each([...all])('%s', (id, cases) => {
  const check = checks.find((candidate) => candidate.meta.id === id)!;

  test('names its cases apart', () => {
    expect(new Set(cases.map((row) => row.name)).size).toBe(cases.length);
  });

  test.each(cases)('$name', ({ dockerfile: text, lines, context, fixed }: FindingCase) => {
    const found = findingsOf(check, { dockerfile: parseDockerfile(text), context });
    expect(found.map((finding) => finding.line)).toEqual(lines);
    for (const finding of found) {
      const source = (finding.path === 'Dockerfile' ? text : context!.files.find(({ path }) => path === finding.path)!.text!).split('\n');
      expect(finding.endLine).toBeLessThanOrEqual(source.length);
      expect(finding.endColumn).toBeGreaterThan(finding.endLine === finding.line ? finding.column : 0);
      expect(finding.endColumn).toBeLessThanOrEqual(source[finding.endLine - 1]!.length + 2);
    }
    const fix = found[0]?.fix;
    expect(fix === undefined ? undefined : applyQuickFix(text, fix)).toBe(fixed);
    const left = fix === undefined ? found : findingsOf(check, { dockerfile: parseDockerfile(applyQuickFix(text, fix)), context });
    expect(left).toHaveLength(found.length - (fix === undefined ? 0 : 1));
  });
});
