import type { FindingCase } from '../../check/finding-case.ts';

export const cases: FindingCase[] = [
  {
    name: 'build-essential',
    dockerfile: 'FROM a\nRUN apt-get update && apt-get install -y build-essential',
    lines: [2],
  },
  { name: 'gcc with a version', dockerfile: 'FROM a\nRUN apt-get install -y gcc-12', lines: [2] },
  { name: 'headers', dockerfile: 'FROM a\nRUN apk add --no-cache musl-dev', lines: [2] },
  {
    name: 'a different package is purged',
    dockerfile: 'FROM a\nRUN apt-get install -y gcc curl && apt-get purge -y curl',
    lines: [2],
  },
  {
    name: 'purged in a later RUN',
    dockerfile: 'FROM a\nRUN apt-get install -y gcc\nRUN apt-get purge -y gcc',
    lines: [2],
  },
  {
    name: 'purged in the same RUN',
    dockerfile: 'FROM a\nRUN apt-get install -y gcc && make && apt-get purge -y --auto-remove gcc',
    lines: [],
  },
  { name: 'in a build stage', dockerfile: 'FROM a AS b\nRUN apt-get install -y gcc\nFROM a', lines: [] },
  { name: 'a runtime library', dockerfile: 'FROM a\nRUN apt-get install -y libgomp1 gcc-12-base', lines: [] },
  { name: 'the words in a different position', dockerfile: 'FROM a\nRUN make install gcc', lines: [] },
];
