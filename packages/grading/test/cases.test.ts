import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import type { FindingCase } from '../src/check/finding-case.ts';
import { checks } from '../src/checks/registry.ts';
import { applyQuickFix } from '../src/static/quick-fix.ts';
import { findingsOf } from '../src/static/read-static.ts';
import { loadCases } from './load-cases.ts';

const all = await loadCases();

test('every check with static findings has cases, and every file of cases has a check', () => {
  const inText = checks
    .filter((check) => check.findings !== undefined && check.meta.id !== 'ignore-comment')
    .map((check) => check.meta.id);
  expect([...all.keys()]).toEqual(inText.toSorted());
});

test('no check contains text that its author still has to write', () => {
  const folder = join(import.meta.dirname, '../src/checks');
  const unwritten = globSync('**/*.ts', { cwd: folder }).flatMap((path) =>
    readFileSync(join(folder, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.includes('WRITE:') ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(unwritten).toEqual([]);
});

describe.each([...all])('%s', (id, cases) => {
  const check = checks.find((candidate) => candidate.meta.id === id)!;

  test('has unique names for its cases', () => {
    expect(new Set(cases.map((row) => row.name)).size).toBe(cases.length);
  });

  const read = ({ dockerfile, context }: FindingCase) =>
    findingsOf(check, { dockerfile: parseDockerfile(dockerfile), context });

  test('names the rules of other tools from its metadata in its findings, and asserts them for each kind', () => {
    const named = cases.map((row) => [...new Set(read(row).flatMap(({ also }) => also))]);
    expect(new Set(named.flat())).toEqual(new Set(check.meta.also));
    const kinds = new Set(cases.flatMap((row) => read(row).map(({ also }) => also.join())));
    if (kinds.size > 1)
      expect(new Set(cases.flatMap(({ also }) => also ?? []))).toEqual(new Set(check.meta.also));
  });

  test.each(cases)('$name', (row: FindingCase) => {
    const { dockerfile: text, lines, also, context, fixed } = row;
    const found = read(row);
    expect(found.map((finding) => finding.line)).toEqual(lines);
    if (also !== undefined) expect([...new Set(found.flatMap((finding) => finding.also))]).toEqual(also);
    for (const finding of found) {
      // A headline appends the line. `app.py, line 2` is one of another file.
      expect(finding.message).not.toMatch(new RegExp(String.raw`(?<!\w, )\bline ${finding.line}\b`, 'iu'));
      const source = (
        finding.path === 'Dockerfile' ? text : context!.files.find(({ path }) => path === finding.path)!.text!
      ).split('\n');
      expect(finding.endLine).toBeLessThanOrEqual(source.length);
      expect(finding.endColumn).toBeGreaterThan(finding.endLine === finding.line ? finding.column : 0);
      expect(finding.endColumn).toBeLessThanOrEqual(source[finding.endLine - 1]!.length + 2);
    }
    const fix = found[0]?.fix;
    expect(fix === undefined ? undefined : applyQuickFix(text, fix)).toBe(fixed);
    const left =
      fix === undefined
        ? found
        : findingsOf(check, { dockerfile: parseDockerfile(applyQuickFix(text, fix)), context });
    expect(left).toHaveLength(found.length - (fix === undefined ? 0 : 1));
  });
});
