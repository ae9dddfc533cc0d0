// The format's own schema, as packed with Microsoft's SDK for it.
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { parseDockerfile, readStatic } from '@dfm/grading';
import type { CheckedFile } from './checked-file.ts';
import { renderSarif } from './render-sarif.ts';

// One of its patterns is no regular expression in Unicode mode.
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const text = 'FROM python\n# dfm ignore=apt-lists-left the lists are wanted\nRUN apt-get update\nRUN pip install x && true\n';
const checked = (file: string | undefined, source = text): CheckedFile => ({ report: { path: file ?? '-', ...readStatic({ dockerfile: parseDockerfile(source), context: undefined }) }, file, folder: undefined, failOn: undefined });

interface Log {
  version?: string;
  runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level?: string; message: { text?: string }; suppressions?: unknown; locations: { physicalLocation: { artifactLocation: { uri: string }; region: unknown } }[] }[] }[];
}
const logOf = (...files: CheckedFile[]): Log => JSON.parse(renderSarif(files));

describe('valid against the schema', () => {
  test.each([
    ['findings and one that is ignored', [checked('Dockerfile')]],
    ['nothing at all', []],
    ['several files and standard input', [checked('a/Dockerfile'), checked(undefined), checked('/srv/ä b')]],
  ])('%s', (_, files) => {
    isSarif(logOf(...files));
    expect(isSarif.errors ?? []).toEqual([]);
  });

  test('near miss: the validator refuses what is no log', () => {
    const log = logOf(checked('Dockerfile'));
    delete log.runs[0]!.results[0]!.message.text;
    expect([isSarif(log), isSarif({ ...logOf(), version: '2.0.0' })]).toEqual([false, false]);
  });
});

test('each result names its rule, its level and its place', () => {
  const { tool, results } = logOf(checked('Dockerfile')).runs[0]!;
  const levels = Object.fromEntries(results.map(({ ruleId, level }) => [ruleId, level]));
  expect(levels).toMatchObject({ healthcheck: 'note', 'root-user': 'warning', 'base-tag': 'warning', 'pip-cache-left': 'warning' });
  expect(results.find(({ ruleId }) => ruleId === 'apt-lists-left')).not.toHaveProperty('level');
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(results.find(({ ruleId }) => ruleId === 'base-tag')!.locations[0]!.physicalLocation).toEqual({ artifactLocation: { uri: 'Dockerfile' }, region: { startLine: 1, endLine: 1, startColumn: 6, endColumn: 12 } });
});

test('what a comment ignores is suppressed with its reason', () => {
  const ignored = logOf(checked('Dockerfile')).runs[0]!.results.find(({ ruleId }) => ruleId === 'apt-lists-left');
  expect(ignored).toMatchObject({ suppressions: [{ kind: 'inSource', justification: 'the lists are wanted' }], locations: [{ physicalLocation: { region: { startLine: 3 } } }] });
});

test.each([
  ['./a/Dockerfile', 'a/Dockerfile'],
  ['a b/#1%?.Dockerfile', 'a%20b/%231%25%3F.Dockerfile'],
  ['../x', '../x'],
  ['/srv/a b', 'file:///srv/a%20b'],
  [undefined, 'stdin'],
])('the address of %s', (file, uri) => {
  expect(logOf(checked(file)).runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe(uri);
});
