import type { FindingCase } from '../../check/finding-case.ts';

const notGlobal = 'reads only stages; the default of a global ARG is in the file as well';
const finalOnly = 'reads only the final stage; the argument is in the build cache and the build records';
const otherWords = 'has a different list of words, without this one';
const wholeWords = 'splits names only at underscores';
const notOnbuild = 'does not read ONBUILD';
const quoted = 'does not remove the quotes from the name';
const anywhere = 'searches for its words anywhere in the name, and treats a user as a secret';
const whateverValue =
  'reads only the name; the value is a number, a switch, a path or a URL without a password';
const pointsAt = 'does not exclude names of a file, a path or a version';
const releaseKey = 'treats the fingerprint of a public key as a secret';

export const cases: FindingCase[] = [
  { name: 'ARG', dockerfile: 'FROM a\nARG HF_TOKEN', lines: [2] },
  {
    name: 'ARG before FROM',
    dockerfile: 'ARG NPM_TOKEN=abc\nFROM a',
    lines: [1],
    differs: { buildkit: notGlobal, trivy: notGlobal },
  },
  {
    name: 'ARG in a build stage',
    dockerfile: 'FROM a AS b\nARG GITHUB_TOKEN\nFROM a',
    lines: [2],
    differs: { trivy: finalOnly },
  },
  { name: 'ENV', dockerfile: 'FROM a\nENV A=b DB_PASSWORD=hunter2', lines: [2] },
  { name: 'ENV, old form', dockerfile: 'FROM a\nENV api_key abc def', lines: [2] },
  {
    name: 'ENV from ARG, on its own line',
    dockerfile: 'FROM a\nARG WANDB_API_KEY\nENV A=1 \\\n  WANDB_API_KEY=$WANDB_API_KEY',
    lines: [2, 4],
  },
  { name: 'an AWS key', dockerfile: 'FROM a\nENV AWS_ACCESS_KEY_ID=AKIAABCDEFGHIJKLMNOP', lines: [2] },
  { name: 'lower case', dockerfile: 'from a\narg password', lines: [2] },
  { name: 'two in one line', dockerfile: 'FROM a\nARG my_secret_token=foo auth=bar', lines: [2, 2] },
  { name: 'empty', dockerfile: 'FROM a\nENV HF_TOKEN=', lines: [2] },
  { name: 'a password of digits', dockerfile: 'FROM a\nENV POSTGRES_PASSWORD=123456', lines: [2] },
  { name: 'the word first', dockerfile: 'FROM a\nENV SECRET_MESSAGE=swordfish', lines: [2] },
  {
    name: 'credentials',
    dockerfile: 'FROM a\nENV SERVICE_CREDENTIALS=abc',
    lines: [2],
    differs: { hadolint: otherWords },
  },
  {
    name: 'a compound name',
    dockerfile: 'FROM a\nENV PGPASSWORD=hunter2',
    lines: [2],
    differs: { buildkit: wholeWords, trivy: wholeWords },
  },
  {
    name: 'numbered',
    dockerfile: 'FROM a\nENV PASSWORD2=hunter2',
    lines: [2],
    differs: { buildkit: wholeWords, trivy: wholeWords },
  },
  {
    name: 'several',
    dockerfile: 'FROM a\nARG SERVICE_API_KEYS',
    lines: [2],
    differs: { buildkit: wholeWords, trivy: wholeWords },
  },
  {
    name: 'in mixed case',
    dockerfile: 'FROM a\nARG clientSecret',
    lines: [2],
    differs: { buildkit: wholeWords, trivy: wholeWords },
  },
  {
    name: 'a URL with a password',
    dockerfile: 'FROM a\nENV AUTH_TOKEN=https://u:p@a.example',
    lines: [2],
  },
  {
    name: 'ONBUILD',
    dockerfile: 'FROM a\nONBUILD ARG OPENAI_API_KEY',
    lines: [2],
    differs: { buildkit: notOnbuild, trivy: notOnbuild },
  },
  {
    name: 'quoted name and value',
    dockerfile: 'FROM a\nENV "STRIPE_API_KEY"="sk x"',
    lines: [2],
    differs: { trivy: quoted },
  },
  {
    name: 'names that only look similar',
    dockerfile: 'FROM a\nENV MONKEY=x KEYBOARD=us AUTHOR=me',
    lines: [],
  },
  {
    name: 'a switch of a library',
    dockerfile: 'FROM a\nENV TOKENIZERS_PARALLELISM=false',
    lines: [],
    differs: { hadolint: anywhere },
  },
  {
    name: 'a number of tokens',
    dockerfile: 'FROM a\nENV MAX_TOKENS=512',
    lines: [],
    differs: { hadolint: anywhere },
  },
  {
    name: 'the location of a secret',
    dockerfile: 'FROM a\nENV TOKEN_FILE=/run/secrets/token',
    lines: [],
    differs: { hadolint: anywhere, trivy: pointsAt },
  },
  {
    name: 'the version of a module',
    dockerfile: 'FROM a\nARG AUTH_MODULE_VERSION',
    lines: [],
    differs: { trivy: pointsAt },
  },
  {
    name: 'the path of a key',
    dockerfile: 'FROM a\nENV SSL_KEY_PATH=/etc/ssl/own.key',
    lines: [],
    differs: { buildkit: pointsAt, trivy: pointsAt },
  },
  {
    name: 'a path as the value',
    dockerfile: 'FROM a\nENV SSL_KEY=/etc/ssl/own.key',
    lines: [],
    differs: { buildkit: whateverValue, trivy: whateverValue },
  },
  {
    name: 'a URL without a password',
    dockerfile: 'FROM a\nENV AUTH_SERVER=https://login.example',
    lines: [],
    differs: { buildkit: whateverValue, trivy: whateverValue },
  },
  { name: 'a public key', dockerfile: 'FROM a\nENV PUBLIC_KEY=abc', lines: [] },
  {
    name: 'a number',
    dockerfile: 'FROM a\nENV MAX_TOKEN=512',
    lines: [],
    differs: { buildkit: whateverValue, hadolint: anywhere, trivy: whateverValue },
  },
  {
    name: 'a switch',
    dockerfile: 'FROM a\nENV REQUIRE_AUTH=true',
    lines: [],
    differs: { buildkit: whateverValue, trivy: whateverValue },
  },
  {
    name: 'the name of a user',
    dockerfile: 'FROM a\nENV DB_USERNAME=app',
    lines: [],
    differs: { hadolint: anywhere },
  },
  {
    name: 'the release key of Python',
    dockerfile: 'FROM a\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    lines: [],
    differs: { buildkit: releaseKey, trivy: releaseKey },
  },
  {
    name: 'a secret mount',
    dockerfile: 'FROM a\nRUN --mount=type=secret,id=HF_TOKEN cat /run/secrets/HF_TOKEN',
    lines: [],
  },
  { name: 'in a label', dockerfile: 'FROM a\nLABEL token=abc', lines: [] },
  { name: 'set for one command', dockerfile: 'FROM a\nRUN TOKEN_COUNT=5 make', lines: [] },
];
