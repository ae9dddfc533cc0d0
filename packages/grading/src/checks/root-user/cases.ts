import type { FindingCase } from '../../check/finding-case.ts';

const scratch = 'ignores scratch; without USER, its process is also root';
const nameOnly = 'recognises only the name root';
const spelling = 'does not read quotes, variables and groups';
const anyStage = 'accepts a USER in any stage; the user of a build stage is not that of the image';
const noInherit = 'does not know that a stage inherits the USER of the stage it is built FROM';
const nonrootBase = 'does not recognise that the base sets a user, according to its name';
const everyStage = 'reads every stage; the user of a build stage is not that of the image';

export const cases: FindingCase[] = [
  {
    name: 'no USER',
    dockerfile: 'FROM a\nCMD ["x"]',
    lines: [1],
    fixed: 'FROM a\nUSER 10001\nCMD ["x"]',
    also: ['DS-0002', 'CIS-DI-0001', 'CKV_DOCKER_3', 'kics:missing-user-instruction'],
  },
  {
    name: 'no USER in the final stage',
    dockerfile: 'FROM a AS b\nRUN make\nFROM c\nCOPY --from=b /x /x',
    lines: [3],
  },
  { name: 'no instructions', dockerfile: 'FROM scratch\nCOPY x /x', lines: [1], differs: { kics: scratch } },
  {
    name: 'root as the last user',
    dockerfile: 'FROM a\nUSER app\nUSER root',
    lines: [3],
    fixed: 'FROM a\nUSER app\nUSER 10001',
    also: ['DL3002', 'DS-0002', 'CIS-DI-0001', 'CKV_DOCKER_8', 'kics:last-user-is-root'],
  },
  {
    name: 'root with its group',
    dockerfile: 'FROM a\nUSER root:root',
    lines: [2],
    fixed: 'FROM a\nUSER 10001',
    differs: { checkov: nameOnly },
  },
  {
    name: 'zero',
    dockerfile: 'FROM a\nUSER 0',
    lines: [2],
    fixed: 'FROM a\nUSER 10001',
    differs: { checkov: nameOnly },
  },
  {
    name: 'zero twice',
    dockerfile: 'FROM a\nUSER 0:0',
    lines: [2],
    fixed: 'FROM a\nUSER 10001',
    differs: { checkov: nameOnly },
  },
  {
    name: 'zero with a group',
    dockerfile: 'FROM a\nUSER 0:1000',
    lines: [2],
    fixed: 'FROM a\nUSER 10001',
    differs: { checkov: nameOnly, kics: spelling },
  },
  { name: 'lower case', dockerfile: 'from a\nuser root', lines: [2], fixed: 'from a\nuser 10001' },
  {
    name: 'quoted',
    dockerfile: 'FROM a\nUSER "root"',
    lines: [2],
    fixed: 'FROM a\nUSER 10001',
    differs: { checkov: spelling, hadolint: spelling, kics: spelling, trivy: spelling },
  },
  {
    name: 'from a variable',
    dockerfile: 'FROM a\nARG U=root\nUSER $U',
    lines: [3],
    fixed: 'FROM a\nARG U=root\nUSER 10001',
    differs: { checkov: spelling, hadolint: spelling, trivy: spelling },
  },
  {
    name: 'only the build stage has a user',
    dockerfile: 'FROM a AS b\nUSER app\nFROM a',
    lines: [3],
    differs: { checkov: anyStage, trivy: anyStage },
  },
  {
    name: 'root again for the last step',
    dockerfile: 'FROM a\nUSER app\nRUN make\nUSER root\nRUN make install\nCMD ["x"]',
    lines: [4],
  },
  {
    name: 'a user who is only created',
    dockerfile: 'FROM a\nRUN useradd -u 1000 app\nCMD ["x"]',
    lines: [1],
    fixed: 'FROM a\nRUN useradd -u 1000 app\nUSER 10001\nCMD ["x"]',
  },
  { name: 'a user', dockerfile: 'FROM a\nUSER root\nUSER 10001', lines: [] },
  { name: 'a user by name', dockerfile: 'FROM a\nRUN useradd app\nUSER app', lines: [] },
  { name: 'a user in the group of root', dockerfile: 'FROM a\nUSER 1000:0', lines: [] },
  { name: 'a user named rooty', dockerfile: 'FROM a\nUSER rooty', lines: [] },
  { name: 'a number that begins with zero', dockerfile: 'FROM a\nUSER 01000', lines: [] },
  { name: 'inherited', dockerfile: 'FROM a AS b\nUSER app\nFROM b', lines: [], differs: { kics: noInherit } },
  { name: 'unknown variable', dockerfile: 'FROM a\nARG U\nUSER $U', lines: [] },
  { name: 'a variable that is a user', dockerfile: 'FROM a\nARG U=app\nUSER ${U}', lines: [] },
  {
    name: 'a base with nonroot in its name',
    dockerfile: 'FROM distroless/python3:nonroot',
    lines: [],
    differs: { checkov: nonrootBase, kics: nonrootBase, trivy: nonrootBase },
  },
  {
    name: 'root for one step',
    dockerfile: 'FROM a\nUSER root\nRUN apt-get update\nUSER app\nCMD ["x"]',
    lines: [],
  },
  {
    name: 'root in a build stage',
    dockerfile: 'FROM a AS b\nUSER root\nFROM c\nUSER 1000',
    lines: [],
    differs: { hadolint: everyStage },
  },
  { name: 'root in a comment', dockerfile: 'FROM a\nUSER 1000\n# USER root', lines: [] },
];
