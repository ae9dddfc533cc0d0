import type { FindingCase } from '../../check/finding-case.ts';

const argIsNumber = 'treats every declared argument as a number, regardless of its value';
const everyUser = 'reads every USER; only the last one of the final stage is the user of the image';
const noEnv = 'does not substitute the value of ENV';

export const cases: FindingCase[] = [
  { name: 'a name', dockerfile: 'FROM a\nUSER app', lines: [2] },
  { name: 'a name and a group', dockerfile: 'FROM a\nUSER app:app', lines: [2] },
  { name: 'a name and a number of a group', dockerfile: 'FROM a\nUSER app:1000', lines: [2] },
  { name: 'lower case', dockerfile: 'from a\nuser app', lines: [2] },
  { name: 'root by name', dockerfile: 'FROM a\nUSER root', lines: [2] },
  { name: 'the last of two', dockerfile: 'FROM a\nUSER 1000\nUSER app', lines: [3] },
  { name: 'a name with digits', dockerfile: 'FROM a\nUSER user1', lines: [2] },
  {
    name: 'inherited from a stage',
    dockerfile: 'FROM a AS base\nUSER app\nFROM base\nCMD ["x"]',
    lines: [2],
  },
  {
    name: 'the value of an argument is a name',
    dockerfile: 'FROM a\nARG APP_USER=app\nUSER $APP_USER',
    lines: [3],
    differs: { hadolint: argIsNumber },
  },
  {
    name: 'the value of ENV is a name',
    dockerfile: 'FROM a\nENV APP_USER=app\nUSER ${APP_USER}',
    lines: [3],
  },
  { name: 'over a continuation line', dockerfile: 'FROM a\nUSER \\\n  app', lines: [2] },
  { name: 'www-data', dockerfile: 'FROM a\nRUN chown -R www-data /srv\nUSER www-data', lines: [3] },
  { name: 'a number', dockerfile: 'FROM a\nUSER 10001', lines: [] },
  { name: 'two numbers', dockerfile: 'FROM a\nUSER 10001:10001', lines: [] },
  { name: 'a number and a group by name', dockerfile: 'FROM a\nUSER 10001:app', lines: [] },
  { name: 'no USER', dockerfile: 'FROM a\nCMD ["x"]', lines: [] },
  {
    name: 'root in between',
    dockerfile: 'FROM a\nUSER root\nRUN apt-get update\nUSER 1000',
    lines: [],
    differs: { hadolint: everyUser },
  },
  {
    name: 'a name in between',
    dockerfile: 'FROM a\nUSER builder\nRUN make\nUSER 1000',
    lines: [],
    differs: { hadolint: everyUser },
  },
  {
    name: 'a name in a build stage',
    dockerfile: 'FROM a AS build\nUSER builder\nFROM b\nUSER 1000',
    lines: [],
    differs: { hadolint: everyUser },
  },
  { name: 'an argument without a value', dockerfile: 'FROM a\nARG APP_UID\nUSER ${APP_UID}', lines: [] },
  { name: 'an argument that is a number', dockerfile: 'FROM a\nARG APP_UID=1000\nUSER $APP_UID', lines: [] },
  {
    name: 'a global argument without a value',
    dockerfile: 'ARG APP_UID\nFROM a\nARG APP_UID\nUSER $APP_UID',
    lines: [],
  },
  {
    name: 'ENV that is a number',
    dockerfile: 'FROM a\nENV APP_UID=1000\nUSER $APP_UID',
    lines: [],
    differs: { hadolint: noEnv },
  },
  { name: 'root by number', dockerfile: 'FROM a\nUSER 0', lines: [] },
  {
    name: 'a name in another instruction',
    dockerfile: 'FROM a\nRUN useradd app\nCOPY --chown=app x /x\nUSER 1000',
    lines: [],
  },
];
