import { expect, test } from 'vitest';
import { secretsInFile, secretsInText } from './secret-scan.ts';

// Assembled here, so that secret scanners do not report these fixtures.
const mixed = 'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(4);
const upper = 'QRS7TUV2WXY3ZAB4CDE5';
const hex = '0123456789abcdef'.repeat(4);
const n = (length: number) => mixed.slice(0, length);
const h = (length: number) => hex.slice(0, length);
const x = (length: number) => 'x'.repeat(length);

interface Fixtures {
  rule: string;
  found: string[];
  silent: string[];
}

const fixtures: Fixtures[] = [
  {
    rule: 'aws-access-key-id',
    found: [
      `key = "AKIA${upper.slice(0, 16)}"`,
      `AKIA${upper.slice(2, 18)}`,
      `AWS_ACCESS_KEY_ID=ASIA${upper.slice(0, 16)}`,
      `{"id": "AKIA${upper.slice(1, 17)}", "n": 1}`,
    ],
    silent: [
      `AKIA${'IOSFODNN7'}EXAMPLE`,
      `XAKIA${upper.slice(0, 16)}`,
      `AKIA${upper.slice(0, 15)}`,
      `AKIA${upper.slice(0, 17)}`,
      `AKIA${upper.slice(0, 16).toLowerCase()}`,
      `AKIA${'X'.repeat(16)}`,
      `base64/AKIA${upper.slice(0, 16)}/more`,
    ],
  },
  {
    rule: 'aws-secret-access-key',
    found: [
      `aws_secret_access_key = ${n(40)}`,
      `AWS_SECRET_ACCESS_KEY=${n(40)}`,
      `"SecretAccessKey": "${n(40)}"`,
      `secretAccessKey: '${n(38)}/+'`,
    ],
    silent: [
      `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}`,
      `AWS_SECRET_ACCESS_KEY=${n(39)}`,
      `AWS_SECRET_ACCESS_KEY=${n(41)}`,
      'AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY}',
      `aws_secret_access_key = ${x(40)}`,
      `secret_access_key is ${n(40)}`,
      `SECRET_ACCESS_KEYS=${n(40)}`,
    ],
  },
  {
    rule: 'hugging-face-token',
    found: [
      `hf_${n(34)}`,
      `HF_TOKEN="hf_${n(34)}"`,
      `login(token='hf_${n(37)}')`,
      `api_org_${n(34)}`,
      `Authorization: Bearer api_org_${n(34)}`,
    ],
    silent: [
      `hf_${n(30)}`,
      `hf_${x(34)}`,
      'hf_hub_download_and_cache_the_model_files()',
      `my_hf_${n(34)}`,
      `hf_${n(48)}`,
      `hf_${n(34)}_suffix`,
      `api_org_${n(20)}`,
      `api_org_${x(34)}`,
      `HF_${n(34)}`,
    ],
  },
  {
    rule: 'wandb-api-key',
    found: [
      `export WANDB_API_KEY=${h(40)}`,
      `wandb.login(key="${h(40)}")`,
      `machine api.wandb.ai\n  login user\n  password ${h(40)}\n`,
      `wandb: {"api_key": "${h(40)}"}`,
      `wandb_key: ${h(40)}`,
    ],
    silent: [
      `wandb==0.17 # ${h(40)}`,
      `WANDB_API_KEY=${h(39)}`,
      `WANDB_API_KEY=${h(41)}`,
      'WANDB_API_KEY=${WANDB_API_KEY}',
      `WANDB_API_KEY=${'0'.repeat(40)}`,
      `commit ${h(40)}`,
      `machine example.org login user password ${h(40)}`,
      `wandb.login(key="${x(40)}")`,
    ],
  },
  {
    rule: 'ngc-api-key',
    found: [
      `nvapi-${n(64)}`,
      `NGC_API_KEY=nvapi-${n(70)}`,
      `NGC_API_KEY=${n(84)}`,
      `NGC_CLI_API_KEY: "${n(84)}"`,
    ],
    silent: [
      `nvapi-${n(30)}`,
      `nvapi-${x(64)}`,
      `my-nvapi-${n(64)}`,
      'nvapi-<your key>',
      `NGC_API_KEY=${n(20)}`,
      'NGC_API_KEY=${NGC_API_KEY}',
      `NGC_API_KEY=${x(84)}`,
    ],
  },
  {
    rule: 'kaggle-key',
    found: [
      `KAGGLE_KEY=${h(32)}`,
      `export KAGGLE_KEY="${h(32)}"`,
      `os.environ["KAGGLE_KEY"] = "${h(32)}"`,
      `{"username":"u","key":"${h(32)}"}`,
      `{"username": "some one",\n "key": "${h(32)}"}`,
    ],
    silent: [
      `{"key":"${h(32)}"}`,
      `KAGGLE_KEY=${h(31)}`,
      `KAGGLE_KEY=${h(33)}`,
      'KAGGLE_KEY=${KAGGLE_KEY}',
      `KAGGLE_KEY=${'0'.repeat(32)}`,
      `{"username":"u","key":"${h(40)}"}`,
      `{"username":"u","md5":"${h(32)}"}`,
      `kaggle datasets download # ${h(32)}`,
    ],
  },
  {
    rule: 'openai-key',
    found: [
      `sk-${n(48)}`,
      `OPENAI_API_KEY=sk-proj-${n(120)}`,
      `api_key="sk-svcacct-${n(74)}"`,
      `sk-admin-${n(60)}`,
    ],
    silent: [
      `sk-${n(30)}`,
      `sk-${x(48)}`,
      `task-${n(48)}`,
      'sk-proj-your-key-here',
      `sk-proj-${x(60)}`,
      `sk-${'abcdefghijkl'.repeat(4)}`,
      `disk-proj-${n(60)}`,
      `sk-${n(64)}`,
    ],
  },
  {
    rule: 'anthropic-key',
    found: [
      `sk-ant-api03-${n(95)}`,
      `ANTHROPIC_API_KEY="sk-ant-api03-${n(93)}AA"`,
      `sk-ant-admin01-${n(95)}`,
      `key: sk-ant-api04-${n(100)}`,
    ],
    silent: [
      `sk-ant-api03-${n(40)}`,
      `sk-ant-api03-${x(95)}`,
      `sk-ant-${n(95)}`,
      'sk-ant-api03-...',
      `risk-ant-api03-${n(95)}`,
      `sk-ant-API03-${n(95)}`,
    ],
  },
  {
    rule: 'github-token',
    found: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_']
      .map((prefix) => `https://${prefix}${n(36)}@github.com/o/r`)
      .concat(`github_pat_${n(22)}_${n(59)}`),
    silent: [
      `ghp_${n(20)}`,
      `ghp_${x(36)}`,
      `ghp_${n(40)}`,
      `ghx_${n(36)}`,
      `my_ghp_${n(36)}`,
      `ghp-${n(36)}`,
      `github_pat_${n(22)}`,
      `github_pat_${n(22)}_${n(30)}`,
    ],
  },
  {
    rule: 'gitlab-token',
    found: [
      `glpat-${n(20)}`,
      `https://oauth2:glpat-${n(20)}@gitlab.com/g/p`,
      `GITLAB_TOKEN=glpat-${n(26)}`,
      `"glpat-${n(10)}-${n(12)}"`,
    ],
    silent: [
      `glpat-${n(15)}`,
      `glpat-${x(20)}`,
      `glpat_${n(20)}`,
      `my-glpat-${n(20)}`,
      `GLPAT-${n(20)}`,
      'glpat-<token>',
    ],
  },
  {
    rule: 'pypi-token',
    found: [
      `pypi-AgEIcHlwaS5vcmc${n(60)}`,
      `password = pypi-AgEIcHlwaS5vcmc${n(150)}`,
      `pypi-AgENdGVzdC5weXBpLm9yZw${n(80)}`,
      `TWINE_PASSWORD="pypi-AgEIcHlwaS5vcmc${n(52)}"`,
    ],
    silent: [
      `pypi-AgEIcHlwaS5vcmc${n(30)}`,
      `pypi-${n(80)}`,
      `pypi-AgEIcHlwaS5vcmc${x(60)}`,
      `my-pypi-AgEIcHlwaS5vcmc${n(60)}`,
      'pypi-publish',
      `pypi_AgEIcHlwaS5vcmc${n(60)}`,
    ],
  },
  {
    rule: 'npm-token',
    found: [
      `npm_${n(36)}`,
      `NPM_TOKEN=npm_${n(36)}`,
      `//registry/:_authToken=npm_${n(36)}`,
      `'npm_${n(36)}'`,
    ],
    silent: [
      `npm_${n(30)}`,
      `npm_${x(36)}`,
      `npm_${n(40)}`,
      `pnpm_${n(36)}`,
      'npm_config_registry_and_other_settings_x',
      `npm_${'abcdefghijkl'.repeat(3)}`,
    ],
  },
  {
    rule: 'docker-token',
    found: [
      `dckr_pat_${n(27)}`,
      `docker login -p dckr_pat_${n(27)}`,
      `"dckr_pat_${n(20)}-${n(6)}"`,
      `DOCKER_TOKEN=dckr_pat_${n(27)}`,
    ],
    silent: [
      `dckr_pat_${n(20)}`,
      `dckr_pat_${n(40)}`,
      `dckr_pat_${x(27)}`,
      `my_dckr_pat_${n(27)}`,
      `dckr-pat-${n(27)}`,
      'dckr_pat_<token>',
    ],
  },
  {
    rule: 'slack-token',
    found: [
      `xoxb-123456789012-123456789012-${n(24)}`,
      `SLACK=xoxp-123456789012-123456789012-123456789012-${h(32)}`,
      `xapp-1-A${upper.slice(0, 10)}-1234567890123-${h(64)}`,
      `https://hooks.slack.com/services/T${upper.slice(0, 9)}/B${upper.slice(2, 11)}/${n(24)}`,
    ],
    silent: [
      'xoxb-your-token-goes-here-please',
      `xoxz-123456789012-123456789012-${n(24)}`,
      'xoxb-123456789012',
      `foxoxb-123456789012-123456789012-${n(24)}`,
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
      `https://hooks.slack.com/services/T${upper.slice(0, 9)}/B${upper.slice(2, 11)}/${n(10)}`,
      'xapp-1-token',
    ],
  },
];

const enough = fixtures
  .filter(({ found, silent }) => found.length < 4 || silent.length < 6)
  .map(({ rule }) => rule);

test('every rule has at least 4 secrets and 6 near misses', () => {
  expect(enough).toEqual([]);
});

test.each(fixtures.flatMap(({ rule, found }) => found.map((text, index) => [rule, index, text] as const)))(
  '%s: found in the file and in the configuration, %i',
  (rule, _, text) => {
    expect(secretsInFile('srv/settings', Buffer.from(`first\n${text}\nlast`))).toEqual([rule]);
    expect(secretsInText(text)).toEqual([rule]);
  },
);

test.each(fixtures.flatMap(({ rule, silent }) => silent.map((text, index) => [rule, index, text] as const)))(
  '%s: near miss %i',
  (_, __, text) => {
    expect(secretsInFile('srv/settings', Buffer.from(`first\n${text}\nlast`))).toEqual([]);
    expect(secretsInText(text)).toEqual([]);
  },
);
