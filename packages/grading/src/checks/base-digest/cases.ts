import type { FindingCase } from '../../check/finding-case.ts';

const digest = `sha256:${'0'.repeat(64)}`;

export const cases: FindingCase[] = [
  { name: 'a tag', dockerfile: 'FROM python:3.11-slim-bookworm', lines: [1] },
  { name: 'no tag', dockerfile: 'FROM python', lines: [1] },
  { name: 'a different registry', dockerfile: 'FROM localhost:5000/team/base:1', lines: [1] },
  { name: 'each stage', dockerfile: 'FROM a:1 AS x\nRUN true\nFROM b:1', lines: [1, 3] },
  { name: 'a base that two stages share', dockerfile: 'FROM a:1 AS x\nRUN true\nFROM a:1', lines: [1] },
  { name: 'one of two', dockerfile: `FROM a:1@${digest} AS x\nFROM b:1`, lines: [2] },
  { name: 'after a flag', dockerfile: 'FROM --platform=linux/amd64 python:3.11', lines: [1] },
  { name: 'from a variable', dockerfile: 'ARG BASE=python:3.11\nFROM ${BASE}', lines: [2] },
  { name: 'a tag from a variable', dockerfile: 'ARG V=3.11\nFROM python:$V', lines: [2] },
  { name: 'lower case', dockerfile: 'from python:3.11 as b', lines: [1] },
  {
    name: 'below a comment and a directive',
    dockerfile: '# syntax=docker/dockerfile:1\n# base\nFROM python:3.11',
    lines: [3],
  },
  { name: 'an image of a name that no stage has', dockerfile: 'FROM base\nFROM a:1 AS base', lines: [1, 2] },
  { name: 'a digest', dockerfile: `FROM python@${digest}`, lines: [] },
  { name: 'a tag and a digest', dockerfile: `FROM python:3.11@${digest}`, lines: [] },
  { name: 'a long digest', dockerfile: `FROM python:3.11@sha512:${'0'.repeat(128)}`, lines: [] },
  {
    name: 'a digest from a variable',
    dockerfile: `ARG DIGEST=${digest}\nFROM python:3.11@\${DIGEST}`,
    lines: [],
  },
  { name: 'everything from a variable', dockerfile: `ARG BASE=python@${digest}\nFROM $BASE`, lines: [] },
  { name: 'a default in the reference', dockerfile: `FROM \${BASE:-python@${digest}}`, lines: [] },
  { name: 'unknown variable', dockerfile: 'ARG BASE\nFROM $BASE', lines: [] },
  { name: 'an unknown digest', dockerfile: 'ARG DIGEST\nFROM python@$DIGEST', lines: [] },
  { name: 'scratch', dockerfile: 'FROM scratch', lines: [] },
  { name: 'a different stage', dockerfile: `FROM a@${digest} AS Build\nFROM build`, lines: [] },
  {
    name: 'a copy from an image is not reported',
    dockerfile: `FROM a@${digest}\nCOPY --from=b:1 /x /x`,
    lines: [],
  },
];
