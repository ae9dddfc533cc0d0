import type { FindingCase } from '../../check/finding-case.ts';

const misses = 'skips paths that contain a variable; the path is relative with any value';
const misses2 = 'reads the text; the value of the variable is known and relative';
const misses5 = 'reads only a cd to a relative path; the effect of any cd ends with its RUN';
const misses6 = 'reads a cd only at the start of a command';
const alarms = 'treats the quote as the first character of the path, which is absolute';
const alarms2 = 'treats a quote as the first character of a path, and a word as the command cd';

const once = { hadolint: 'hadolint reads the text; the value of the variable is known.' };

export const cases: FindingCase[] = [
  {
    name: 'relative',
    dockerfile: 'FROM a:1\nWORKDIR srv/app',
    lines: [2],
    also: ['DL3000', 'DS-0009', 'CKV_DOCKER_10', 'kics:workdir-path-not-absolute', 'WorkdirRelativePath'],
  },
  { name: 'relative with a dot', dockerfile: 'FROM a:1\nWORKDIR ./app', lines: [2] },
  { name: 'in quotes', dockerfile: 'FROM a:1\nWORKDIR "my app"', lines: [2] },
  { name: 'a tilde is not the home directory here', dockerfile: 'FROM a:1\nWORKDIR ~/app', lines: [2] },
  {
    name: 'relative with a variable inside',
    dockerfile: 'FROM a:1\nARG V\nWORKDIR app-$V',
    lines: [3],
    differs: { trivy: misses },
  },
  {
    name: 'a relative value',
    dockerfile: 'FROM a:1\nARG DIR=app\nWORKDIR $DIR',
    lines: [3],
    differs: { ...once, trivy: misses2, checkov: misses2 },
  },
  {
    name: 'relative to the one before',
    dockerfile: 'FROM a:1\nWORKDIR /srv\nWORKDIR app',
    lines: [3],
    also: ['DL3000', 'DS-0009', 'CKV_DOCKER_10', 'kics:workdir-path-not-absolute'],
  },
  {
    name: 'relative to that of the stage it is built FROM',
    dockerfile: 'FROM a:1 AS b\nWORKDIR /srv\nFROM b\nWORKDIR app',
    lines: [4],
  },
  {
    name: 'each stage starts again',
    dockerfile: 'FROM a:1 AS b\nWORKDIR /srv\nFROM a:1\nWORKDIR app',
    lines: [4],
  },
  { name: 'lower case', dockerfile: 'FROM a:1\nworkdir app', lines: [2] },
  {
    name: 'cd',
    dockerfile: 'FROM a:1\nRUN cd src && make',
    lines: [2],
    also: ['DL3003', 'DS-0013', 'kics:run-instruction-using-cd-instead-of-workdir'],
  },
  {
    name: 'cd to an absolute path',
    dockerfile: 'FROM a:1\nRUN curl -O x && cd /tmp/src; make',
    lines: [2],
    differs: { kics: misses5 },
  },
  {
    name: 'cd in a subshell',
    dockerfile: 'FROM a:1\nRUN (cd /src && make) && ls',
    lines: [2],
    differs: { trivy: misses6, kics: misses5 },
  },
  {
    name: 'cd in a substitution',
    dockerfile: 'FROM a:1\nRUN x=$(cd /src; pwd)',
    lines: [2],
    differs: { trivy: misses6, kics: misses5 },
  },
  {
    name: 'cd in a heredoc',
    dockerfile: 'FROM a:1\nRUN <<EOF\nset -e\ncd /src\nmake\nEOF',
    lines: [4],
    differs: { trivy: misses6, kics: misses5 },
  },
  {
    name: 'cd on a continuation line',
    dockerfile: 'FROM a:1\nRUN x \\\n  # c\n  && cd /src \\\n  && make',
    lines: [4],
    differs: { kics: misses5 },
  },
  {
    name: 'cd in exec form',
    dockerfile: 'FROM a:1\nRUN ["cd", "/src"]',
    lines: [2],
    differs: { trivy: misses6, kics: misses5 },
  },
  { name: 'COPY to the unknown', dockerfile: 'FROM a:1\nCOPY . .', lines: [2], also: ['DL3045'] },
  { name: 'COPY to a relative folder', dockerfile: 'FROM a:1\nCOPY a.py app/', lines: [2] },
  { name: 'COPY in JSON', dockerfile: 'FROM a:1\nCOPY ["a b", "app/"]', lines: [2] },
  { name: 'COPY from a stage', dockerfile: 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b /x bin', lines: [3] },
  {
    name: 'COPY above WORKDIR',
    dockerfile: 'FROM a:1\nCOPY a .\nCOPY b .\nWORKDIR /srv\nCOPY c .',
    lines: [2],
  },
  { name: 'COPY of a heredoc', dockerfile: 'FROM a:1\nCOPY <<EOF run.sh\nx\nEOF', lines: [2] },
  { name: 'ADD to the unknown', dockerfile: 'FROM a:1\nADD a.tar .', lines: [2], also: [] },
  { name: 'absolute', dockerfile: 'FROM a:1\nWORKDIR /srv/app', lines: [] },
  { name: 'absolute in quotes', dockerfile: 'FROM a:1\nWORKDIR "/srv/my app"', lines: [] },
  {
    name: 'absolute in single quotes',
    dockerfile: "FROM a:1\nWORKDIR '/srv'",
    lines: [],
    differs: { checkov: alarms, kics: alarms2 },
  },
  { name: 'an absolute value', dockerfile: 'FROM a:1\nENV DIR=/srv\nWORKDIR $DIR/app', lines: [] },
  {
    name: 'a value that is set at build time',
    dockerfile: 'FROM a:1\nARG DIR\nWORKDIR $DIR',
    lines: [],
    differs: { buildkit: 'BuildKit assumes that the value is empty; it is set at build time.' },
  },
  {
    name: 'a Windows path',
    dockerfile: 'FROM a:1\nWORKDIR C:\\\\app',
    lines: [],
    differs: { buildkit: 'The path is absolute on Windows, the only system on which it makes sense.' },
  },
  { name: 'ONBUILD', dockerfile: 'FROM a:1\nONBUILD WORKDIR app', lines: [] },
  {
    name: 'the word cd in a different position',
    dockerfile: 'FROM a:1\nRUN apt-get install cd && echo cd && mkcd x',
    lines: [],
    differs: { kics: alarms2 },
  },
  { name: 'cd in a separate script', dockerfile: 'FROM a:1\nRUN sh -c "cd /src && make"', lines: [] },
  { name: 'cd when the container starts', dockerfile: 'FROM a:1\nCMD cd /srv && ./run', lines: [] },
  { name: 'make -C and git -C', dockerfile: 'FROM a:1\nRUN make -C /src && git -C /src log', lines: [] },
  { name: 'COPY to an absolute path', dockerfile: 'FROM a:1\nCOPY . /srv', lines: [] },
  { name: 'COPY under a WORKDIR', dockerfile: 'FROM a:1\nWORKDIR /srv\nCOPY . .', lines: [] },
  {
    name: 'COPY under an inherited WORKDIR',
    dockerfile: 'FROM a:1 AS b\nWORKDIR /srv\nFROM b\nCOPY . .',
    lines: [],
  },
  { name: 'COPY to a variable', dockerfile: 'FROM a:1\nARG DIR\nCOPY . $DIR/app', lines: [] },
  { name: 'COPY to a quoted path', dockerfile: 'FROM a:1\nCOPY . "/srv"', lines: [] },
  { name: 'ONBUILD COPY', dockerfile: 'FROM a:1\nONBUILD COPY . .', lines: [] },
  { name: 'COPY to a Windows path', dockerfile: 'FROM a:1\nCOPY run.ps1 d:\\tools\\run.ps1', lines: [] },
];
