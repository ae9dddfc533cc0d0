import type { FindingCase } from '../../check/finding-case.ts';

const misses = 'reads only text after the name of a shell; any pipe in a RUN loses the failure';
const alarms = 'recognises the option only in SHELL; it is set for this pipe';

const bash = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
const inside = {
  hadolint: 'hadolint does not read a script for a different shell; the failure is still lost.',
};
const set = { hadolint: 'hadolint recognises only SHELL; the option is set before the pipe runs.' };

export const cases: FindingCase[] = [
  {
    name: 'a download into tar',
    dockerfile: 'FROM a:1\nRUN curl https://e.org/x | tar -xz',
    lines: [2],
    differs: { kics: misses },
  },
  {
    name: 'after another command',
    dockerfile: 'FROM a:1\nRUN apt-get update && curl x | sh',
    lines: [2],
    differs: { kics: misses },
  },
  {
    name: 'over several lines',
    dockerfile: 'FROM a:1\nRUN a \\\n  # c\n  && curl x \\\n  | sh',
    lines: [4],
    differs: { kics: misses },
  },
  {
    name: 'a heredoc',
    dockerfile: 'FROM a:1\nRUN <<EOF\nx\ncurl y | sh\nEOF',
    lines: [4],
    differs: { kics: misses },
  },
  {
    name: 'in a substitution',
    dockerfile: 'FROM a:1\nRUN X=$(curl x | jq .tag) make',
    lines: [2],
    differs: { kics: misses },
  },
  {
    name: 'with standard error',
    dockerfile: 'FROM a:1\nRUN make |& tee log',
    lines: [2],
    differs: { kics: misses },
  },
  {
    name: 'in a group',
    dockerfile: 'FROM a:1\nRUN (curl x | sh) || true',
    lines: [2],
    differs: { kics: misses },
  },
  { name: 'two RUN', dockerfile: 'FROM a:1\nRUN a | b\nRUN c | d', lines: [2, 3], differs: { kics: misses } },
  {
    name: 'only echo before it',
    dockerfile: 'FROM a:1\nRUN echo "a b" | debconf-set-selections',
    lines: [2],
    differs: { kics: misses },
  },
  {
    name: 'a shell without the option',
    dockerfile: 'FROM a:1\nSHELL ["/bin/bash", "-c"]\nRUN a | b',
    lines: [3],
    differs: { kics: misses },
  },
  {
    name: 'only errexit',
    dockerfile: 'FROM a:1\nSHELL ["/bin/bash", "-e", "-c"]\nRUN a | b',
    lines: [3],
    differs: { kics: misses },
  },
  {
    name: 'the option for a shell that may not support it',
    dockerfile: 'FROM debian:12\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b',
    lines: [3],
    differs: { kics: misses },
  },
  {
    name: 'switched off again',
    dockerfile: `FROM a:1\n${bash}\nSHELL ["/bin/sh", "-c"]\nRUN a | b`,
    lines: [4],
    differs: { kics: misses },
  },
  { name: 'SHELL below', dockerfile: `FROM a:1\nRUN a | b\n${bash}`, lines: [2], differs: { kics: misses } },
  {
    name: 'SHELL of a different stage',
    dockerfile: `FROM a:1 AS b\n${bash}\nFROM a:1\nRUN a | b`,
    lines: [4],
    differs: { kics: misses },
  },
  {
    name: 'set after the pipe',
    dockerfile: 'FROM a:1\nRUN a | b; set -o pipefail',
    lines: [2],
    differs: { kics: misses },
  },
  { name: 'bash -c', dockerfile: 'FROM a:1\nRUN bash -c "curl x | sh"', lines: [2], differs: inside },
  {
    name: 'bash -c in exec form',
    dockerfile: 'FROM a:1\nRUN ["/bin/bash", "-c", "a | b"]',
    lines: [2],
    differs: { kics: misses },
  },
  {
    name: 'a heredoc for bash',
    dockerfile: `FROM a:1\n${bash}\nRUN bash <<EOF\na | b\nEOF`,
    lines: [4],
    differs: { ...inside, kics: misses },
  },
  { name: 'bash with the option', dockerfile: `FROM a:1\n${bash}\nRUN a | b`, lines: [] },
  {
    name: 'the options in one word',
    dockerfile: 'FROM a:1\nSHELL ["/bin/bash", "-euxo", "pipefail", "-c"]\nRUN a | b',
    lines: [],
  },
  {
    name: 'ash with the option',
    dockerfile: 'FROM alpine:3\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN a | b',
    lines: [],
  },
  {
    name: 'sh on Alpine is ash',
    dockerfile: 'FROM alpine:3\nSHELL ["/bin/sh", "-eo", "pipefail", "-c"]\nRUN a | b',
    lines: [],
    differs: { hadolint: 'On Alpine, sh is busybox ash, which supports the option.' },
  },
  {
    name: 'zsh with the option',
    dockerfile: 'FROM a:1\nSHELL ["/bin/zsh", "-o", "pipefail", "-c"]\nRUN a | b',
    lines: [],
  },
  {
    name: 'bash elsewhere',
    dockerfile: 'FROM a:1\nSHELL ["/usr/bin/env", "bash", "-o", "pipefail", "-c"]\nRUN a | b',
    lines: [],
    differs: { hadolint: 'hadolint recognises only some paths of bash; this is also bash.' },
  },
  {
    name: 'inherited from the stage it is built FROM',
    dockerfile: `FROM a:1 AS b\n${bash}\nFROM b\nRUN a | b`,
    lines: [],
    differs: { hadolint: 'SHELL is part of the stage that this one is built FROM.' },
  },
  {
    name: 'set before the pipe',
    dockerfile: 'FROM a:1\nRUN set -o pipefail && a | b',
    lines: [],
    differs: set,
  },
  {
    name: 'set with others before the pipe',
    dockerfile: 'FROM a:1\nRUN <<EOF\nset -euo pipefail\na | b\nEOF',
    lines: [],
    differs: set,
  },
  {
    name: 'bash -o pipefail -c',
    dockerfile: 'FROM a:1\nRUN bash -o pipefail -c "a | b"',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'bash -eo pipefail -c in exec form',
    dockerfile: 'FROM a:1\nRUN ["/bin/bash", "-eo", "pipefail", "-c", "a | b"]',
    lines: [],
    differs: set,
  },
  {
    name: 'set inside bash -c',
    dockerfile: 'FROM a:1\nRUN bash -c "set -o pipefail; a | b"',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'the interpreter of a heredoc',
    dockerfile: 'FROM a:1\nRUN <<EOF\n#!/bin/bash -o pipefail\na | b\nEOF',
    lines: [],
    differs: set,
  },
  {
    name: 'yes ends by a signal',
    dockerfile: 'FROM a:1\nRUN yes | make config',
    lines: [],
    differs: {
      hadolint: 'With pipefail, this step itself would fail, because yes is terminated by SIGPIPE.',
    },
  },
  { name: 'or is not a pipe', dockerfile: 'FROM a:1\nRUN a || b', lines: [] },
  { name: 'in quotes', dockerfile: 'FROM a:1\nRUN grep "a|b" x && echo "c | d"', lines: [] },
  { name: 'a pattern in a case', dockerfile: 'FROM a:1\nRUN case $X in a|b) c;; esac', lines: [] },
  { name: 'PowerShell', dockerfile: 'FROM a:1\nSHELL ["powershell", "-Command"]\nRUN a | b', lines: [] },
  { name: 'a Python script', dockerfile: 'FROM a:1\nRUN python3 <<EOF\nx = 1 | 2\nEOF', lines: [] },
  { name: 'ONBUILD', dockerfile: 'FROM a:1\nONBUILD RUN a | b', lines: [] },
  { name: 'when the container starts', dockerfile: 'FROM a:1\nCMD a | b', lines: [] },
];
