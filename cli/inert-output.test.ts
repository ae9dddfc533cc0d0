import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, ResultDocument } from '@dfm/contracts';
import { visibleText } from '@dfm/contracts/visible-text';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { check } from './check.ts';
import { diffReport } from './diff-report.ts';
import { diff } from './diff.ts';
import { grade } from './grade.ts';
import { imageReport } from './image-report.ts';
import { image } from './image.ts';
import { jsonDocument, type Output } from './output.ts';
import { progressLine } from './progress-line.ts';
import { renderFindings } from './render-findings.ts';
import { renderGithub } from './render-github.ts';
import { renderResult } from './render-result.ts';
import { renderSarif } from './render-sarif.ts';

const hostile = 'a\u001b]8;;http://x\u0007\u009b2J\u202eb\u200bc';
const unstyled: Output['style'] = (_format, text) => text;
const axis = { score: 0, max: 0 };
const finding: Finding = {
  id: 'root-user',
  path: hostile,
  line: 1,
  endLine: 1,
  column: 1,
  endColumn: 2,
  severity: 'error',
  message: hostile,
  also: [],
};
const file = {
  report: { path: hostile, findings: [finding], ignored: [{ id: 'root-user', line: 1, reason: hostile }] },
  file: hostile,
  folder: undefined,
  failOn: undefined,
};
const step = { line: 1, stage: hostile, name: hostile, cached: false, ms: 1, bytes: 1 };
const layer = {
  line: 1,
  instruction: 'RUN',
  createdBy: hostile,
  diffId: 'sha256:1',
  fromBase: false,
  bytes: 1,
  wastedBytes: 1,
  files: 1,
};
const image1: NonNullable<ResultDocument['image']> = {
  totalBytes: 1,
  liveBytes: 1,
  wastedBytes: 1,
  baseBytes: 0,
  base: { reference: hostile, standIn: false },
  layers: [layer],
  largest: [{ path: hostile, bytes: 1, layer: 0, wasted: true }],
  contents: { groups: [{ group: 'other', label: 'Other', liveBytes: 1, wastedBytes: 1 }], layers: [[]] },
};
const result: ResultDocument = {
  version: 1,
  exercise: hostile,
  status: 'build-failed',
  passed: false,
  score: 0,
  headline: hostile,
  axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
  checks: [
    {
      id: 'x',
      axis: 'size',
      status: 'fail',
      severity: 'error',
      points: 0,
      maxPoints: 1,
      required: false,
      line: 1,
      path: hostile,
      message: hostile,
      why: hostile,
      next: hostile,
      evidence: [],
      also: [],
    },
  ],
  replay: [{ scenario: 'x', title: hostile, totalMs: 1, steps: [step] }],
  image: image1,
  ignored: [{ id: 'x', line: 1, reason: hostile }],
  timings: { totalMs: 1 },
  notices: [hostile],
  failure: {
    phase: 'cold-build',
    message: hostile,
    logTail: `\u001b[31mred\u001b[0m 10 %\r20 %\n${hostile}`,
  },
};
const found = { path: hostile, layer: 0, where: 'file' as const, rule: 'x', line: 1 };
const inventory = {
  packages: [],
  distribution: { id: hostile, version: hostile },
  notes: [{ path: hostile, layer: 0, problem: 'unreadable' as const }],
};
const entry = { type: 'pypi' as const, name: hostile, before: [hostile], after: [hostile] };

describe('the output of a command', () => {
  test.each<[string, () => string | undefined]>([
    ['a verdict', () => renderResult(result, unstyled)],
    [
      'an image',
      () =>
        imageReport(hostile, image1, {
          secrets: [found],
          missingLibraries: [{ path: hostile, needs: [hostile] }],
          inventory,
        } as unknown as Parameters<typeof imageReport>[2]),
    ],
    [
      'a comparison',
      () =>
        diffReport(hostile, hostile, {
          same: false,
          totalBytes: { before: 1, after: 2 },
          wastedBytes: { before: 0, after: 0 },
          layers: { shared: 0, sharedBytes: 0, removed: [layer], added: [layer] },
          groups: [],
          packages: { added: [entry], removed: [entry], changed: [entry] },
          files: { added: 0, removed: 0, changed: 0 },
          paths: [{ path: hostile, before: 1, after: 0 }],
          config: [{ setting: 'env', name: hostile, before: hostile, after: hostile }],
        }),
    ],
    ['findings', () => renderFindings(file.report, unstyled)],
    ['annotations', () => renderGithub([file])],
    ['SARIF', () => renderSarif([file])],
    [
      'progress of a step',
      () =>
        progressLine({
          type: 'step',
          atMs: 1,
          build: 'cold',
          key: 'x',
          stage: hostile,
          name: hostile,
          state: 'ran',
          ms: 1,
        }),
    ],
    ['progress, a notice', () => progressLine({ type: 'notice', atMs: 1, message: hostile })],
    ['a document', () => jsonDocument(result)],
  ])('%s is inert', (_name, print) => {
    const text = print() ?? '';
    expect(text).toMatch(/U\+202E|\\u202e|%E2%80%AE/);
    expect(visibleText(text)).toBe(text);
  });

  test('a JSON document still has the exact values', () =>
    expect(JSON.parse(jsonDocument(result))).toEqual(result));
  test('SARIF has the exact message', () =>
    expect(JSON.parse(renderSarif([file])).runs[0].results[0].message.text).toBe(hostile));
  test('the end of a log loses its control sequences and keeps its lines', () =>
    expect(renderResult(result, unstyled)).toContain('    red 10 %\n    20 %\n    a‹U+202E›b‹U+200B›c'));
});

describe('an error message about a file with such a name', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    vi.stubEnv('DOCKER_SOCKET', '/nowhere.sock');
    folder = await mkdtemp(join(tmpdir(), 'dfm-inert-'));
    path = join(folder, 'a\u001b[2J\u202eb');
    await writeFile(path, 'FROM python:3.11\nRUN sudo apt-get install curl\n');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  test.each<[string, (output: Output) => Promise<number>]>([
    ['check: missing file', (output) => check([`${path}x`], output)],
    ['check --fix', (output) => check([path, '--fix'], output)],
    ['check --explain', (output) => check(['--explain', 'a\u202eb'], output)],
    ['grade: no such exercise', (output) => grade(['a\u202eb'], output)],
    ['image: no such image', (output) => image([`${path}x`], output)],
    ['diff: no such image', (output) => diff([`${path}x`, path], output)],
  ])('%s is inert', async (_name, command) => {
    let text = '';
    const add = (more: string) => void (text += more);
    await command({ out: add, err: add, style: unstyled, interactive: false });
    expect(text).toContain('U+202E');
    expect(visibleText(text)).toBe(text);
  });
});
