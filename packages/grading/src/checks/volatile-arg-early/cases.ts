import type { FindingCase } from '../../check/finding-case.ts';

const pip = 'RUN pip install -r requirements.txt';

export const cases: FindingCase[] = [
  {
    name: 'a commit',
    dockerfile: `FROM a:1\nARG GIT_COMMIT\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\n${pip}\nARG GIT_COMMIT`,
  },
  {
    name: 'a commit without a prefix',
    dockerfile: `FROM a:1\nARG COMMIT_SHA\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\n${pip}\nARG COMMIT_SHA`,
  },
  {
    name: 'a date',
    dockerfile: `FROM a:1\nARG BUILD_DATE\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\n${pip}\nARG BUILD_DATE`,
  },
  {
    name: 'a build number',
    dockerfile: `FROM a:1\nARG BUILD_NUMBER=0\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\n${pip}\nARG BUILD_NUMBER=0`,
  },
  {
    name: 'a revision with a placeholder',
    dockerfile: `FROM a:1\nARG VCS_REF=unknown\nENV A=b\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\nENV A=b\n${pip}\nARG VCS_REF=unknown`,
  },
  {
    name: 'a cache buster',
    dockerfile: `FROM a:1\nARG CACHEBUST=1\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\n${pip}\nARG CACHEBUST=1`,
  },
  { name: 'one of several on a line', dockerfile: `FROM a:1\nARG PYTHON=3 REVISION\n${pip}`, lines: [2] },
  {
    name: 'apt',
    dockerfile: 'FROM a:1\nARG BUILD_ID\nRUN apt-get update && apt-get install -y curl',
    lines: [2],
    fixed: 'FROM a:1\nRUN apt-get update && apt-get install -y curl\nARG BUILD_ID',
  },
  { name: 'used in an ENV', dockerfile: `FROM a:1\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\n${pip}`, lines: [2] },
  {
    name: 'in the stage it is built FROM',
    dockerfile: `FROM a:1 AS b\nARG GIT_COMMIT\nFROM b\n${pip}`,
    lines: [2],
  },
  {
    name: 'also declared above FROM',
    dockerfile: `ARG GIT_COMMIT\nFROM a:1\nARG GIT_COMMIT\n${pip}`,
    lines: [3],
    fixed: `ARG GIT_COMMIT\nFROM a:1\n${pip}\nARG GIT_COMMIT`,
  },
  {
    name: 'the instruction in lower case',
    dockerfile: `FROM a:1\narg TIMESTAMP\n${pip}`,
    lines: [2],
    fixed: `FROM a:1\n${pip}\narg TIMESTAMP`,
  },
  {
    name: 'with a comment and a LABEL, above several installs',
    dockerfile: `FROM a:1\n\n# The commit.\nARG GIT_SHA=unknown\nLABEL revision=$GIT_SHA\n\nCOPY r.txt .\n${pip}\nCOPY . .\nRUN apt-get install -y b\nUSER 1\n`,
    lines: [4],
    fixed: `FROM a:1\n\nCOPY r.txt .\n${pip}\nCOPY . .\nRUN apt-get install -y b\n\n# The commit.\nARG GIT_SHA=unknown\nLABEL revision=$GIT_SHA\nUSER 1\n`,
  },
  {
    name: 'above a command that may use it, so that there is no fix',
    dockerfile: `FROM a:1\nARG GIT_SHA\nRUN ./configure\n${pip}`,
    lines: [2],
  },
  {
    name: 'inherited by a stage with installs, so that there is no fix',
    dockerfile: `FROM a:1 AS b\nARG GIT_SHA\n${pip}\nFROM b\n${pip}`,
    lines: [2],
  },
  {
    name: 'below the install',
    dockerfile: `FROM a:1\n${pip}\nARG GIT_COMMIT\nLABEL revision=$GIT_COMMIT`,
    lines: [],
  },
  { name: 'no install', dockerfile: 'FROM a:1\nARG GIT_COMMIT\nRUN echo $GIT_COMMIT > /version', lines: [] },
  { name: 'a different stage', dockerfile: `FROM a:1 AS b\nARG GIT_COMMIT\nFROM a:1\n${pip}`, lines: [] },
  { name: 'only above FROM', dockerfile: `ARG GIT_COMMIT\nFROM a:1\n${pip}`, lines: [] },
  { name: 'a version', dockerfile: `FROM a:1\nARG TORCH_VERSION=2.5\n${pip}`, lines: [] },
  { name: 'a commit that is fixed', dockerfile: `FROM a:1\nARG GIT_COMMIT=4f2a9c1\n${pip}`, lines: [] },
  { name: 'a checksum', dockerfile: `FROM a:1\nARG PYTHON_SHA256\n${pip}`, lines: [] },
  {
    name: 'a name that only contains the word',
    dockerfile: `FROM a:1\nARG UPDATE\nARG USER_ID\nARG COMMITTER\n${pip}`,
    lines: [],
  },
  { name: 'a LABEL is not a cause', dockerfile: `FROM a:1\nLABEL BUILD_DATE=today\n${pip}`, lines: [] },
  { name: 'an ENV with a constant', dockerfile: `FROM a:1\nENV GIT_COMMIT=abc\n${pip}`, lines: [] },
  { name: 'in a comment', dockerfile: `FROM a:1\n# ARG GIT_COMMIT\n${pip}`, lines: [] },
  { name: 'inside ONBUILD', dockerfile: `FROM a:1\nONBUILD ARG GIT_COMMIT\n${pip}`, lines: [] },
];
