import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { readStatic } from '@dfm/grading';
// The official schema, as packaged with Microsoft's SARIF SDK.
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import type { CheckedFile } from './checked-file.ts';
import { renderSarif } from './render-sarif.ts';

// One of its patterns is not a valid regular expression in Unicode mode.
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const text =
  'FROM python\n# dfm ignore=apt-lists-left the lists are wanted\nRUN apt-get update\nRUN pip install x && true\n';
const checked = (file: string | undefined, source = text): CheckedFile => ({
  report: { path: file ?? '-', ...readStatic({ dockerfile: parseDockerfile(source), context: undefined }) },
  file,
  folder: undefined,
  failOn: undefined,
});

interface Taxon {
  id: string;
  index: number;
  toolComponent: { name: string; index: number };
}
interface Log {
  version?: string;
  runs: {
    tool: {
      driver: {
        rules: { id: string; properties: { tags: string[] } }[];
        supportedTaxonomies: { name: string; index: number }[];
      };
    };
    taxonomies: { name: string; taxa: { id: string }[] }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level?: string;
      message: { text?: string };
      taxa?: Taxon[];
      suppressions?: unknown;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: unknown } }[];
    }[];
  }[];
}
const logOf = (...files: CheckedFile[]): Log => JSON.parse(renderSarif(files));

describe('valid against the schema', () => {
  test.each([
    ['findings and an ignored finding', [checked('Dockerfile')]],
    ['no files', []],
    ['several files and standard input', [checked('a/Dockerfile'), checked(undefined), checked('/srv/ä b')]],
  ])('%s', (_, files) => {
    isSarif(logOf(...files));
    expect(isSarif.errors ?? []).toEqual([]);
  });

  test('near miss: the validator rejects an invalid log', () => {
    const log = logOf(checked('Dockerfile'));
    delete log.runs[0]!.results[0]!.message.text;
    expect([isSarif(log), isSarif({ ...logOf(), version: '2.0.0' })]).toEqual([false, false]);
  });
});

test('each result has its rule, level and location', () => {
  const { tool, results } = logOf(checked('Dockerfile')).runs[0]!;
  const levels = Object.fromEntries(results.map(({ ruleId, level }) => [ruleId, level]));
  expect(levels).toMatchObject({
    healthcheck: 'note',
    'root-user': 'warning',
    'base-tag': 'warning',
    'pip-cache-left': 'warning',
  });
  expect(results.find(({ ruleId }) => ruleId === 'apt-lists-left')).not.toHaveProperty('level');
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(results.find(({ ruleId }) => ruleId === 'base-tag')!.locations[0]!.physicalLocation).toEqual({
    artifactLocation: { uri: 'Dockerfile' },
    region: { startLine: 1, endLine: 1, startColumn: 6, endColumn: 12 },
  });
});

describe('the rules of other tools', () => {
  const taxaOf = (source: string, id: string): string[] => {
    const { results } = logOf(checked('Dockerfile', source)).runs[0]!;
    return results
      .filter(({ ruleId }) => ruleId === id)
      .flatMap(({ taxa = [] }) => taxa.map((taxon) => `${taxon.toolComponent.name} ${taxon.id}`));
  };

  test.each<[string, string, string, string[]]>([
    [
      'for a missing health check',
      'FROM a:1\nCMD ["x"]',
      'healthcheck',
      [
        'hadolint DL3057',
        'Trivy DS-0026',
        'Checkov CKV_DOCKER_2',
        'Dockle CIS-DI-0006',
        'KICS kics:healthcheck-instruction-missing',
      ],
    ],
    [
      'near miss: for several health checks',
      'FROM a:1\nHEALTHCHECK CMD x\nHEALTHCHECK CMD y',
      'healthcheck',
      ['hadolint DL3012', 'BuildKit MultipleInstructionsDisallowed', 'Trivy DS-0023'],
    ],
    [
      'for a finding that no other tool reports',
      'FROM python:3.11-slim\nHEALTHCHECK CMD curl -f localhost',
      'healthcheck',
      [],
    ],
  ])('%s are its taxa', (_, source, id, expected) => {
    expect(taxaOf(source, id)).toEqual(expected);
  });

  test('each taxon is at its index in a supported taxonomy, and in no tag', () => {
    const { tool, taxonomies, results } = logOf(
      checked('a/Dockerfile'),
      checked('b/Dockerfile', 'FROM a:1\nRUN cd x && apt-get update'),
    ).runs[0]!;
    const taxa = results.flatMap((result) => result.taxa ?? []);
    expect(taxa.length).toBeGreaterThan(10);
    for (const { id, index, toolComponent } of taxa) {
      expect(taxonomies[toolComponent.index]).toMatchObject({ name: toolComponent.name });
      expect(taxonomies[toolComponent.index]!.taxa[index]).toEqual({ id });
    }
    expect(tool.driver.supportedTaxonomies).toEqual(taxonomies.map(({ name }, index) => ({ name, index })));
    expect(tool.driver.rules.filter(({ properties }) => properties.tags.length > 1)).toEqual([]);
  });
});

test('a finding that a comment ignores is suppressed, with the reason', () => {
  const ignored = logOf(checked('Dockerfile')).runs[0]!.results.find(
    ({ ruleId }) => ruleId === 'apt-lists-left',
  );
  expect(ignored).toMatchObject({
    suppressions: [{ kind: 'inSource', justification: 'the lists are wanted' }],
    locations: [{ physicalLocation: { region: { startLine: 3 } } }],
  });
});

test.each([
  ['./a/Dockerfile', 'a/Dockerfile'],
  ['a b/#1%?.Dockerfile', 'a%20b/%231%25%3F.Dockerfile'],
  ['../x', '../x'],
  ['/srv/a b', 'file:///srv/a%20b'],
  [undefined, 'stdin'],
])('the address of %s', (file, uri) => {
  expect(logOf(checked(file)).runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe(
    uri,
  );
});
