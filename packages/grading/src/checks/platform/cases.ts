import type { FindingCase } from '../../check/finding-case.ts';

const alarms =
  'reports every --platform; one that the build can change, or that is in the name of the stage, is correct';

const variable = { hadolint: 'The value comes from an ARG: the build can change it.' };
const named = { hadolint: 'The name of the stage shows that the platform is intentional. BuildKit agrees.' };

export const cases: FindingCase[] = [
  {
    name: 'a constant',
    dockerfile: 'FROM --platform=linux/amd64 a:1',
    lines: [1],
    also: ['DL3029', 'FromPlatformFlagConstDisallowed', 'kics:using-platform-flag-with-from-command'],
  },
  { name: 'with a variant', dockerfile: 'FROM --platform=linux/arm64/v8 a:1', lines: [1] },
  { name: 'in quotes', dockerfile: 'FROM --platform="linux/amd64" a:1', lines: [1] },
  { name: 'only an architecture', dockerfile: 'FROM --platform=amd64 a:1', lines: [1] },
  { name: 'only a system', dockerfile: 'FROM --platform=linux a:1', lines: [1] },
  {
    name: 'an alternative name of an architecture',
    dockerfile: 'FROM --platform=linux/x86_64 a:1',
    lines: [1],
  },
  { name: 'Windows', dockerfile: 'FROM --platform=windows/amd64 a:1', lines: [1] },
  { name: 'a stage with a name', dockerfile: 'FROM --platform=linux/amd64 a:1 AS build', lines: [1] },
  { name: 'a later stage', dockerfile: 'FROM a:1 AS build\nFROM --platform=linux/arm64 b:1', lines: [2] },
  { name: 'lower case', dockerfile: 'from --platform=linux/amd64 a:1 as build', lines: [1] },
  { name: 'on a separate line', dockerfile: 'FROM --platform=linux/amd64 \\\n  a:1', lines: [1] },
  {
    name: 'two stages',
    dockerfile: 'FROM --platform=linux/amd64 a:1 AS b\nRUN x\nFROM --platform=linux/amd64 a:1',
    lines: [1, 3],
  },
  {
    name: 'the target',
    dockerfile: 'FROM --platform=$TARGETPLATFORM a:1',
    lines: [1],
    also: ['DL3065', 'RedundantTargetPlatform', 'kics:using-platform-flag-with-from-command'],
    fixed: 'FROM a:1',
  },
  {
    name: 'the target in braces',
    dockerfile: '# x\nFROM --platform=${TARGETPLATFORM} a:1 AS b',
    lines: [2],
    fixed: '# x\nFROM a:1 AS b',
  },
  { name: 'the target over two lines', dockerfile: 'FROM --platform=$TARGETPLATFORM \\\n  a:1', lines: [1] },
  {
    name: 'a different architecture in the name',
    dockerfile: 'FROM --platform=linux/amd64 a:1 AS build-arm64',
    lines: [1],
  },
  { name: 'none', dockerfile: 'FROM a:1', lines: [] },
  {
    name: 'the build machine',
    dockerfile: 'FROM --platform=$BUILDPLATFORM a:1 AS build',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'the build machine, with a default',
    dockerfile: 'FROM --platform=${BUILDPLATFORM:-linux/amd64} a:1',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'an ARG',
    dockerfile: 'ARG PLATFORM=linux/amd64\nFROM --platform=$PLATFORM a:1',
    lines: [],
    differs: { ...variable, kics: alarms },
  },
  {
    name: 'partly from the builder',
    dockerfile: 'FROM --platform=linux/${TARGETARCH} a:1',
    lines: [],
    differs: { ...variable, kics: alarms },
  },
  {
    name: 'the architecture in the name',
    dockerfile: 'FROM --platform=linux/amd64 a:1 AS build-amd64',
    lines: [],
    differs: { ...named, kics: alarms },
  },
  {
    name: 'the system in the name',
    dockerfile: 'FROM --platform=linux/arm64 a:1 AS linux-tools',
    lines: [],
    differs: { ...named, kics: alarms },
  },
  {
    name: 'an alternative name of the architecture, and the usual one in the stage name',
    dockerfile: 'FROM --platform=linux/x86_64 a:1 AS build-amd64',
    lines: [],
    differs: { ...named, kics: alarms },
  },
  { name: 'a platform in a tag', dockerfile: 'FROM a:1-linux-amd64', lines: [] },
  {
    name: 'a platform in a command',
    dockerfile: 'FROM a:1\nRUN docker pull --platform=linux/amd64 b',
    lines: [],
  },
  { name: 'in a comment', dockerfile: '# FROM --platform=linux/amd64 a:1\nFROM a:1', lines: [] },
];
