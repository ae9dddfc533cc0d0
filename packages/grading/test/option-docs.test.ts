import { expect, test } from 'vitest';
import { optionDocs } from '../src/check/option-docs.ts';
import { checks } from '../src/checks/registry.ts';

const docsOf = (id: string) => {
  const check = checks.find(({ meta }) => meta.id === id);
  return (check === undefined ? [] : optionDocs(check)).map(
    ({ name, type, default: initial }) => `${name}: ${type}${initial === undefined ? '' : ` = ${initial}`}`,
  );
};

test.each<[name: string, id: string, docs: string[]]>([
  ['a check that is decided by its findings', 'curl-pipe-sh', ['strict: true or false = false']],
  [
    'a number with a default, and a list',
    'weights-in-layer',
    ['allow: list of texts = []', 'maxMb: number = 10'],
  ],
  ['a whole number', 'layer-count', ['maxLayers: whole number = 64']],
  ['options without a default', 'size-budget', ['maxMb: number', 'maxOwnMb: number']],
  ['numbers by name', 'release-size', ['maxMb: number by name = {}', 'minMb: number by name = {}']],
  ['near miss: a check that measures and has no options', 'runs-to-end', []],
])('%s', (_name, id, docs) => expect(docsOf(id)).toEqual(docs));

test('a list of fixed values names them', () => {
  expect(docsOf('gpu-arch')).toEqual([expect.stringMatching(/^gpus: list of .*A100.* or .* = \[\]$/)]);
});

test('every option has a description, which ends with a full stop', () => {
  const undescribed = checks.flatMap((check) =>
    optionDocs(check).flatMap(({ name, type, description }) =>
      type !== '' && /^[A-Z].*\.$/.test(description) ? [] : [`${check.meta.id}.${name}`],
    ),
  );
  expect(undescribed).toEqual([]);
});
