import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import type { ImageConfig } from '../evidence/evidence.ts';
import { attributeLayers } from './attribute-layers.ts';

const config = (...history: string[]): ImageConfig => ({
  user: '',
  entrypoint: null,
  cmd: null,
  env: [],
  labels: {},
  healthcheck: null,
  workdir: '',
  ports: [],
  history: history.map((entry) => ({
    createdBy: entry.replace(/^0 /, ''),
    emptyLayer: entry.startsWith('0 '),
  })),
  diffIds: history.filter((entry) => !entry.startsWith('0 ')).map((_, index) => `sha256:${index}`),
});
const base = ['ADD rootfs.tar / # debuerreotype', '0 CMD ["bash"]'];

test.each<{
  name: string;
  dockerfile: string;
  history: string[];
  baseLayers: number;
  lines: (number | undefined)[];
}>([
  {
    name: 'one stage: configuration entries create no layer',
    dockerfile:
      'ARG V=1\nFROM debian\nARG X\nENV A=b\nWORKDIR /srv\nCOPY . .\nRUN make \\\n  all\nUSER app\nCMD ["x"]\n',
    history: [
      ...base,
      '0 ARG X',
      '0 ENV A=b',
      'WORKDIR /srv',
      'COPY . . # buildkit',
      'RUN |1 X= /bin/sh -c make   all # buildkit',
      '0 USER app',
      '0 CMD ["x"]',
    ],
    baseLayers: 1,
    lines: [undefined, 5, 6, 7],
  },
  {
    name: 'a stage that is built FROM another continues its layers; other stages add none',
    dockerfile:
      'FROM debian AS base\nRUN one\nFROM debian AS builder\nRUN two\nFROM base\nCOPY --from=builder /x /x\n',
    history: [...base, 'RUN /bin/sh -c one # buildkit', 'COPY /x /x # buildkit'],
    baseLayers: 1,
    lines: [undefined, 2, 6],
  },
  {
    name: 'a WORKDIR that creates no directory has no layer',
    dockerfile: 'FROM debian\nWORKDIR /\nRUN one\n',
    history: [...base, '0 WORKDIR /', 'RUN /bin/sh -c one # buildkit'],
    baseLayers: 1,
    lines: [undefined, 3],
  },
  {
    name: 'entries of the classic builder',
    dockerfile: 'FROM debian\nCOPY a b\nRUN one\nCMD x\n',
    history: [
      ...base,
      '/bin/sh -c #(nop) COPY file:1 in b ',
      '/bin/sh -c one',
      '0 /bin/sh -c #(nop)  CMD ["x"]',
    ],
    baseLayers: 1,
    lines: [undefined, 2, 3],
  },
  {
    name: 'near miss: an instruction that does not match stops the attribution',
    dockerfile: 'FROM debian\nRUN one\nCOPY a b\nRUN two\n',
    history: [...base, 'RUN one', 'ADD a b # buildkit', 'RUN two'],
    baseLayers: 1,
    lines: [undefined, undefined, undefined, 4],
  },
  {
    name: 'a base with more entries than the file has lines',
    dockerfile: 'FROM debian\n',
    history: [...base, 'RUN base'],
    baseLayers: 2,
    lines: [undefined, undefined],
  },
  {
    name: 'a layer of the base is not attributed, although its instruction is the same',
    dockerfile: 'FROM debian\nRUN one\nRUN two\n',
    history: ['RUN base', 'RUN two'],
    baseLayers: 1,
    lines: [undefined, 3],
  },
  {
    name: 'heredocs',
    dockerfile: 'FROM debian\nCOPY <<EOF /a\nRUN no\nEOF\nRUN <<EOF\nCOPY no\nEOF\n',
    history: [...base, 'COPY /a /a # buildkit', 'RUN /bin/sh -c COPY no\n # buildkit'],
    baseLayers: 1,
    lines: [undefined, 2, 5],
  },
])('$name', ({ dockerfile, history, baseLayers, lines }) => {
  expect(attributeLayers(parseDockerfile(dockerfile), config(...history), baseLayers)).toEqual(lines);
});

test('a base without history still has layers', () => {
  const image = { ...config('RUN /bin/sh -c one # buildkit'), diffIds: ['sha256:base', 'sha256:one'] };
  expect(attributeLayers(parseDockerfile('FROM imported\nRUN one\n'), image, 1)).toEqual([undefined, 2]);
});
