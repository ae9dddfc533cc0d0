import type { FindingCase } from './finding-case.ts';

export const cases: FindingCase[] = [
  { name: 'no tag', dockerfile: 'FROM python', lines: [1] },
  { name: 'latest', dockerfile: 'FROM python:latest', lines: [1] },
  { name: 'a port is no tag', dockerfile: 'FROM localhost:5000/python', lines: [1] },
  { name: 'from a variable', dockerfile: 'ARG BASE=python\nFROM ${BASE}', lines: [2] },
  { name: 'each stage', dockerfile: 'FROM a AS x\nFROM b\n', lines: [1, 2] },
  { name: 'behind a flag', dockerfile: 'FROM --platform=linux/amd64 python AS x', lines: [1] },
  { name: 'a tag', dockerfile: 'FROM python:3.11-slim-bookworm', lines: [] },
  { name: 'a digest', dockerfile: 'FROM python@sha256:0', lines: [] },
  { name: 'a tag from a variable', dockerfile: 'ARG V=3.11\nFROM python:${V}', lines: [] },
  { name: 'a default in the reference', dockerfile: 'FROM python:${V:-3.11}', lines: [] },
  { name: 'unknown variable', dockerfile: 'ARG BASE\nFROM $BASE', lines: [] },
  { name: 'another stage', dockerfile: 'FROM a:1 AS Build\nFROM build', lines: [] },
  { name: 'scratch', dockerfile: 'FROM scratch', lines: [] },
  { name: 'a tag that contains latest', dockerfile: 'FROM python:latest-slim', lines: [] },
];
