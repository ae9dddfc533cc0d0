import { expect, test } from 'vitest';
import { stageGraph, stageNames, type StageEdge } from './stage-rows.ts';

const three = `FROM full AS builder
RUN make
FROM builder AS test
RUN make check
FROM slim
COPY --from=builder /out/a /out/b /opt/
CMD ["a"]
`;

test.each<[name: string, text: string, edges: StageEdge[]]>([
  [
    'a base and a copy',
    three,
    [
      { from: 0, to: 1, kind: 'base', line: 3, paths: [] },
      { from: 0, to: 2, kind: 'copy', line: 6, paths: ['/out/a', '/out/b'] },
    ],
  ],
  [
    'by number',
    'FROM a\nFROM b\nCOPY --from=0 /x /y\n',
    [{ from: 0, to: 1, kind: 'copy', line: 3, paths: ['/x'] }],
  ],
  [
    'a name in a different case',
    'FROM a AS One\nFROM b\nCOPY --from=ONE /x /y\n',
    [{ from: 0, to: 1, kind: 'copy', line: 3, paths: ['/x'] }],
  ],
  [
    'a mount',
    'FROM a AS wheels\nFROM b\nRUN --mount=type=bind,from=wheels,target=/w pip install /w/*\n',
    [{ from: 0, to: 1, kind: 'copy', line: 3, paths: [] }],
  ],
  [
    'the JSON form',
    'FROM a AS one\nFROM b\nCOPY --from=one ["/a b", "/c/"]\n',
    [{ from: 0, to: 1, kind: 'copy', line: 3, paths: ['/a b'] }],
  ],
  ['near miss: an image that is not a stage', 'FROM a AS one\nFROM b\nCOPY --from=elsewhere /x /y\n', []],
  ['near miss: a number without a stage', 'FROM a\nFROM b\nCOPY --from=7 /x /y\n', []],
  ['near miss: a copy from the context', 'FROM a AS one\nFROM b\nCOPY one /y\n', []],
  [
    'near miss: a mount without a stage',
    'FROM a AS one\nFROM b\nRUN --mount=type=cache,target=/from=one true\n',
    [],
  ],
])('%s', (_name, text, edges) => expect(stageGraph(text, 0).edges).toEqual(edges));

test.each<[target: number, built: boolean[]]>([
  [2, [true, false, true]],
  [1, [true, true, false]],
  [0, [true, false, false]],
])('stages built for target %d', (target, built) => {
  const { rows } = stageGraph(three, target);
  expect(rows.map((row) => row.built)).toEqual(built);
  expect(rows.findIndex((row) => row.isTarget)).toBe(target);
});

test('a stage is needed if a needed stage needs it', () => {
  expect(
    stageGraph('FROM a AS one\nFROM one AS two\nFROM b\nCOPY --from=two /x /\n', 2).rows.map(
      (row) => row.built,
    ),
  ).toEqual([true, true, true]);
});

test('rows have line, name, base and steps', () => {
  expect(stageGraph(three, 2).rows).toMatchObject([
    { line: 1, text: 'builder', base: 'full', steps: 1 },
    { line: 3, text: 'test', base: 'builder', steps: 1 },
    { line: 5, text: '2', base: 'slim', steps: 2 },
  ]);
  expect(stageNames(three)).toEqual(['builder', 'test', '2']);
});
