import type { FindingCase } from '../../check/finding-case.ts';

const port = 'treats the port of the registry as a tag';
const values = 'does not substitute variables';
const defaults = 'does not substitute the default in the reference';
const unknown = 'treats a name that is only known at build time as one without a tag';
const letters = 'does not know that the builder ignores case in stage names';

export const cases: FindingCase[] = [
  {
    name: 'no tag',
    dockerfile: 'FROM python',
    lines: [1],
    also: ['DL3006', 'DS-0001', 'CKV_DOCKER_7', 'DKL-DI-0006', 'kics:image-version-not-explicit'],
  },
  {
    name: 'latest',
    dockerfile: 'FROM python:latest',
    lines: [1],
    also: ['DL3007', 'DS-0001', 'CKV_DOCKER_7', 'DKL-DI-0006', 'kics:image-version-using-latest'],
  },
  {
    name: 'a port is not a tag',
    dockerfile: 'FROM localhost:5000/python',
    lines: [1],
    differs: { kics: port, checkov: port, trivy: port, hadolint: port },
  },
  {
    name: 'from a variable',
    dockerfile: 'ARG BASE=python\nFROM ${BASE}',
    lines: [2],
    differs: { hadolint: values },
  },
  { name: 'each stage', dockerfile: 'FROM a AS x\nFROM b\n', lines: [1, 2] },
  { name: 'after a flag', dockerfile: 'FROM --platform=linux/amd64 python AS x', lines: [1] },
  {
    name: 'latest from a variable',
    dockerfile: 'ARG V=latest\nFROM python:$V',
    lines: [2],
    differs: { checkov: values, hadolint: values },
  },
  {
    name: 'latest from a default',
    dockerfile: 'FROM python:${V:-latest}',
    lines: [1],
    differs: { kics: defaults, checkov: defaults, trivy: defaults, hadolint: defaults },
  },
  {
    name: 'only the registry is a variable',
    dockerfile: 'ARG REGISTRY\nFROM $REGISTRY/team/python:latest',
    lines: [2],
  },
  {
    name: 'only the registry is a variable, no tag',
    dockerfile: 'ARG REGISTRY\nFROM ${REGISTRY}/team/python',
    lines: [2],
    differs: {
      kics: 'does not judge a name after a variable',
      hadolint: 'does not judge a name after a variable',
    },
  },
  {
    name: 'a variable for the tag with its colon, not set',
    dockerfile: 'ARG TAG\nFROM python$TAG',
    lines: [2],
  },
  { name: 'a variable after the name, not declared', dockerfile: 'FROM team/python${TAG}', lines: [1] },
  {
    name: 'a variable after the name, containing a tag',
    dockerfile: 'ARG TAG=:3.11\nFROM python$TAG',
    lines: [],
    differs: { checkov: values, hadolint: values },
  },
  {
    name: 'a variable after the registry, not set',
    dockerfile: 'ARG IMAGE\nFROM registry.example/$IMAGE',
    lines: [],
    differs: { trivy: unknown, checkov: unknown, kics: unknown },
  },
  { name: 'lower case', dockerfile: 'from python as build\nrun true', lines: [1] },
  {
    name: 'below directives and comments',
    dockerfile: '# syntax=docker/dockerfile:1\n# base\nARG A=1\nFROM python',
    lines: [4],
  },
  {
    name: 'only the second stage',
    dockerfile: 'FROM python:3.11 AS build\nRUN true\nFROM debian',
    lines: [3],
  },
  {
    name: 'a name that only a later stage has',
    dockerfile: 'FROM base\nFROM python:3.11 AS base',
    lines: [1],
    differs: { trivy: 'treats the name of a later stage as an existing stage' },
  },
  { name: 'a stage called by its index is an image', dockerfile: 'FROM python:3.11\nFROM 0', lines: [2] },
  { name: 'latest next to a used stage', dockerfile: 'FROM python:latest AS build\nFROM build', lines: [1] },
  { name: 'a tag', dockerfile: 'FROM python:3.11-slim-bookworm', lines: [] },
  { name: 'a digest', dockerfile: 'FROM python@sha256:0', lines: [] },
  { name: 'latest with a digest', dockerfile: `FROM python:latest@sha256:${'0'.repeat(64)}`, lines: [] },
  { name: 'a tag from a variable', dockerfile: 'ARG V=3.11\nFROM python:${V}', lines: [] },
  { name: 'a tag from a variable without a value', dockerfile: 'ARG V\nFROM python:${V}', lines: [] },
  { name: 'a default in the reference', dockerfile: 'FROM python:${V:-3.11}', lines: [] },
  {
    name: 'everything from a variable',
    dockerfile: 'ARG BASE=python:3.11\nFROM $BASE',
    lines: [],
    differs: { checkov: values },
  },
  { name: 'unknown variable', dockerfile: 'ARG BASE\nFROM $BASE', lines: [], differs: { checkov: values } },
  {
    name: 'a different stage',
    dockerfile: 'FROM a:1 AS Build\nFROM build',
    lines: [],
    differs: { kics: letters, checkov: letters, trivy: letters, hadolint: letters },
  },
  { name: 'a stage of a stage', dockerfile: 'FROM a:1 AS b\nFROM b AS c\nFROM c', lines: [] },
  { name: 'scratch', dockerfile: 'FROM scratch', lines: [] },
  { name: 'a port and a tag', dockerfile: 'FROM registry.example:5000/team/python:3.11', lines: [] },
  { name: 'a tag that contains latest', dockerfile: 'FROM python:latest-slim', lines: [] },
  { name: 'copied from an image', dockerfile: 'FROM a:1\nCOPY --from=b /x /x', lines: [] },
];
