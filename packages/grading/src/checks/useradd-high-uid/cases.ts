import type { FindingCase } from '../../check/finding-case.ts';

const shortOnly = 'reads the id only after -u, not after --uid or attached to -u';
const noPath = 'compares the name of a program including its path';
const lengthOfText =
  'counts the characters of the text, including a variable, instead of the digits of the id';
const high = 'useradd --no-log-init';

export const cases: FindingCase[] = [
  {
    name: '-u',
    dockerfile: 'FROM a\nRUN useradd -u 1000000 app',
    lines: [2],
    fixed: `FROM a\nRUN ${high} -u 1000000 app`,
  },
  {
    name: 'the first of six digits',
    dockerfile: 'FROM a\nRUN useradd -u 100000 app',
    lines: [2],
    fixed: `FROM a\nRUN ${high} -u 100000 app`,
  },
  {
    name: '--uid',
    dockerfile: 'FROM a\nRUN useradd --uid 123456 app',
    lines: [2],
    fixed: `FROM a\nRUN ${high} --uid 123456 app`,
    differs: { hadolint: shortOnly },
  },
  {
    name: '--uid=',
    dockerfile: 'FROM a\nRUN useradd --create-home --uid=123456 app',
    lines: [2],
    fixed: `FROM a\nRUN ${high} --create-home --uid=123456 app`,
    differs: { hadolint: shortOnly },
  },
  {
    name: 'in a cluster',
    dockerfile: 'FROM a\nRUN useradd -mu 123456 app',
    lines: [2],
    fixed: `FROM a\nRUN ${high} -mu 123456 app`,
  },
  {
    name: 'attached to its option',
    dockerfile: 'FROM a\nRUN useradd -u123456 app',
    lines: [2],
    fixed: `FROM a\nRUN ${high} -u123456 app`,
    differs: { hadolint: shortOnly },
  },
  {
    name: 'after another command',
    dockerfile: 'FROM a\nRUN groupadd -g 200000 app && useradd -m -u 200000 -g app app',
    lines: [2],
    fixed: `FROM a\nRUN groupadd -g 200000 app && ${high} -m -u 200000 -g app app`,
  },
  {
    name: 'over lines',
    dockerfile: 'FROM a\nRUN groupadd app \\\n  # the company id\n  && useradd \\\n  -u 200000 app',
    lines: [4],
    fixed: `FROM a\nRUN groupadd app \\\n  # the company id\n  && ${high} \\\n  -u 200000 app`,
  },
  {
    name: 'called by its path',
    dockerfile: 'FROM a\nRUN /usr/sbin/useradd -u 123456 app',
    lines: [2],
    fixed: 'FROM a\nRUN /usr/sbin/useradd --no-log-init -u 123456 app',
    differs: { hadolint: noPath },
  },
  {
    name: 'from an argument',
    dockerfile: 'FROM a\nARG UID=1000001\nRUN useradd -u $UID app',
    lines: [3],
    fixed: `FROM a\nARG UID=1000001\nRUN ${high} -u $UID app`,
  },
  { name: 'exec form', dockerfile: 'FROM a\nRUN ["useradd", "-u", "123456", "app"]', lines: [2] },
  {
    name: 'ONBUILD',
    dockerfile: 'FROM a\nONBUILD RUN useradd -u 123456 app',
    lines: [2],
    fixed: `FROM a\nONBUILD RUN ${high} -u 123456 app`,
  },
  {
    name: 'heredoc',
    dockerfile: 'FROM a\nRUN <<EOF\nuseradd -u 123456 app\nEOF',
    lines: [3],
    fixed: `FROM a\nRUN <<EOF\n${high} -u 123456 app\nEOF`,
  },
  { name: 'no id', dockerfile: 'FROM a\nRUN useradd app', lines: [] },
  { name: 'five digits', dockerfile: 'FROM a\nRUN useradd -u 99999 app', lines: [] },
  { name: '-l', dockerfile: 'FROM a\nRUN useradd -l -u 1000000 app', lines: [] },
  { name: '-l in a cluster', dockerfile: 'FROM a\nRUN useradd -rlm -u 1000000 app', lines: [] },
  { name: '--no-log-init', dockerfile: 'FROM a\nRUN useradd --uid 1000000 --no-log-init app', lines: [] },
  { name: 'a high group', dockerfile: 'FROM a\nRUN useradd -u 1000 -g 1000000 app', lines: [] },
  { name: 'a high group of groupadd', dockerfile: 'FROM a\nRUN groupadd -g 1000000 app', lines: [] },
  { name: 'adduser of Alpine', dockerfile: 'FROM a\nRUN adduser -D -u 1000000 app', lines: [] },
  { name: 'usermod', dockerfile: 'FROM a\nRUN usermod -u 1000000 app', lines: [] },
  {
    name: 'a low id from a variable with a long name',
    dockerfile: 'FROM a\nARG APP_USER_ID=1000\nRUN useradd -u ${APP_USER_ID} app',
    lines: [],
    differs: { hadolint: lengthOfText },
  },
  { name: 'an unknown id', dockerfile: 'FROM a\nARG ID\nRUN useradd -u $ID app', lines: [] },
  { name: 'printed', dockerfile: 'FROM a\nRUN echo "useradd -u 1000000 app"', lines: [] },
];
