import type { FindingCase } from '../../check/finding-case.ts';

const capitals = 'reads a name only after as in lower case';
const asWritten = 'compares names as written; the builder ignores case';
const alarms = 'compares the text; the builder finds the stage, in any case and in quotes';

export const cases: FindingCase[] = [
  {
    name: 'a name that no stage has',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=builder /x /y',
    lines: [3],
    also: ['DL3022'],
  },
  { name: 'an image without a tag', dockerfile: 'FROM a:1\nCOPY --from=nginx /x /y', lines: [2] },
  {
    name: 'an image of a registry without a tag',
    dockerfile: 'FROM a:1\nCOPY --from=r.example/b /x /y',
    lines: [2],
  },
  { name: 'scratch is not a source', dockerfile: 'FROM a:1\nCOPY --from=scratch /x /y', lines: [2] },
  {
    name: 'a stage below',
    dockerfile: 'FROM a:1 AS x\nCOPY --from=later /x /y\nFROM b:1 AS later',
    lines: [2],
  },
  {
    name: 'from itself',
    dockerfile: 'FROM a:1 AS x\nCOPY --from=x /x /y',
    lines: [2],
    also: ['DL3023', 'DS-0006', 'kics:copy-from-references-current-from-alias'],
  },
  {
    name: 'from itself in a different case',
    dockerfile: 'FROM a:1 AS x\nCOPY --from=X /x /y',
    lines: [2],
    differs: { hadolint: asWritten, kics: asWritten },
  },
  { name: 'an index that does not exist', dockerfile: 'FROM a:1\nFROM b:1\nCOPY --from=2 /x /y', lines: [3] },
  { name: 'a variable', dockerfile: 'FROM a:1\nCOPY --from=$S /x /y', lines: [2] },
  {
    name: 'one name twice',
    dockerfile: 'FROM a:1 AS x\nFROM b:1 AS x',
    lines: [2],
    also: ['DL3024', 'DuplicateStageName', 'DS-0012', 'CKV_DOCKER_11', 'kics:same-alias-in-different-froms'],
    differs: { checkov: capitals, kics: capitals },
  },
  {
    name: 'one name in upper and lower case',
    dockerfile: 'FROM a:1 AS x\nFROM b:1 AS X',
    lines: [2],
    differs: {
      hadolint: asWritten,
      checkov: capitals,
      kics: capitals,
      buildkit: 'also reports the upper case letters, which only matter once the names differ',
    },
  },
  {
    name: 'one name three times',
    dockerfile: 'FROM a:1 AS x\nFROM b:1 AS x\nfrom c:1 as x',
    lines: [2, 3],
    differs: { checkov: capitals, kics: capitals },
  },
  { name: 'one name twice, in lower case', dockerfile: 'from a:1 as x\nfrom b:1 as x', lines: [2] },
  {
    name: 'called scratch',
    dockerfile: 'FROM a:1 AS scratch',
    lines: [1],
    also: ['DL3063', 'ReservedStageName'],
  },
  { name: 'called context', dockerfile: 'FROM a:1 AS context', lines: [1] },
  { name: 'capital letters', dockerfile: 'FROM a:1 AS Build\nRUN x', lines: [1], also: ['StageNameCasing'] },
  {
    name: 'a typing error in a mount',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=biuld,target=/x ls',
    lines: [3],
    also: [],
  },
  { name: 'a stage', dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=build /x /y', lines: [] },
  {
    name: 'in a different case',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=BUILD /x /y',
    lines: [],
    differs: { hadolint: alarms },
  },
  {
    name: 'in quotes',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from="build" /x /y',
    lines: [],
    differs: { hadolint: alarms },
  },
  {
    name: 'with other flags',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --link --chown=1 --from=build /x /y',
    lines: [],
  },
  { name: 'by its index', dockerfile: 'FROM a:1\nFROM b:1\nCOPY --from=0 /x /y', lines: [] },
  { name: 'an image with a tag', dockerfile: 'FROM a:1\nCOPY --from=nginx:1.27 /x /y', lines: [] },
  {
    name: 'an image with a digest',
    dockerfile: `FROM a:1\nCOPY --from=nginx@sha256:${'a'.repeat(64)} /x /y`,
    lines: [],
  },
  { name: 'from the context', dockerfile: 'FROM a:1 AS x\nCOPY x /y', lines: [] },
  {
    name: 'a mount of a stage',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=build,target=/x ls',
    lines: [],
  },
  {
    name: 'a mount of an image',
    dockerfile: 'FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=ghcr.io/astral-sh/uv,target=/x ls',
    lines: [],
  },
  {
    name: 'a name with the same beginning',
    dockerfile: 'FROM a:1 AS scratch-dir\nFROM b:1 AS x\nFROM c:1 AS x2',
    lines: [],
  },
  { name: 'ONBUILD', dockerfile: 'FROM a:1 AS x\nFROM b:1\nONBUILD COPY --from=zz /y /z', lines: [] },
  { name: 'a stage on a stage', dockerfile: 'FROM a:1 AS x\nFROM x AS y\nFROM y', lines: [] },
  { name: 'stages without names', dockerfile: 'FROM a:1\nFROM a:1', lines: [] },
];
