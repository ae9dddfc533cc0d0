import type { FindingCase } from './finding-case.ts';

export const cases: FindingCase[] = [
  { name: 'no USER', dockerfile: 'FROM a\nCMD ["x"]', lines: [1] },
  { name: 'root last', dockerfile: 'FROM a\nUSER app\nUSER root', lines: [3] },
  { name: 'zero with a group', dockerfile: 'FROM a\nUSER 0:1000', lines: [2] },
  { name: 'from a variable', dockerfile: 'FROM a\nARG U=root\nUSER $U', lines: [3] },
  { name: 'only the build stage has a user', dockerfile: 'FROM a AS b\nUSER app\nFROM a', lines: [3] },
  { name: 'a user', dockerfile: 'FROM a\nUSER root\nUSER 10001', lines: [] },
  { name: 'a user named rooty', dockerfile: 'FROM a\nUSER rooty', lines: [] },
  { name: 'inherited', dockerfile: 'FROM a AS b\nUSER app\nFROM b', lines: [] },
  { name: 'unknown variable', dockerfile: 'FROM a\nARG U\nUSER $U', lines: [] },
  { name: 'a base that says nonroot', dockerfile: 'FROM distroless/python3:nonroot', lines: [] },
];
