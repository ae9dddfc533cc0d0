import { expect, test } from 'vitest';
import { secretsInFile, secretsInText } from './secret-rules.ts';

const letters = 'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(4);
const hex = '0123456789abcdef'.repeat(4);
const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${letters.slice(0, 64)}\n-----END OPENSSH PRIVATE KEY-----\n`;

test.each<[name: string, path: string, content: string, found: string[]]>([
  ['AWS key id', 'app.py', `key = "AKIA${'QRS7TUV2WXY3ZAB4'}"`, ['aws-access-key-id']],
  ['near miss: AWS documentation key', 'app.py', `key = "AKIA${'IOSFODNN7'}EXAMPLE"`, []],
  ['near miss: inside a longer word', 'app.py', `XAKIA${'QRS7TUV2WXY3ZAB4'}`, []],
  ['Hugging Face', 'a', `hf_${letters.slice(0, 34)}`, ['hugging-face-token']],
  ['near miss: Hugging Face, too short', 'a', `hf_${letters.slice(0, 30)}`, []],
  ['near miss: a filled-in blank', 'a', `hf_${'x'.repeat(34)}`, []],
  ['near miss: a function\'s name', 'a', 'hf_hub_download_and_cache_the_model_files()', []],
  ['W&B variable', 'run.sh', `export WANDB_API_KEY=${hex.slice(0, 40)}`, ['wandb-api-key']],
  ['W&B netrc', 'root/.netrc', `machine api.wandb.ai\n  login user\n  password ${hex.slice(0, 40)}\n`, ['wandb-api-key']],
  ['near miss: a commit id', 'a', `wandb==0.17 # ${hex.slice(0, 40)}`, []],
  ['GitHub', 'a', `ghp_${letters.slice(0, 36)}`, ['github-token']],
  ['GitHub, fine-grained', 'a', `github_pat_${letters.slice(0, 22)}_${letters.slice(0, 59)}`, ['github-token']],
  ['near miss: GitHub, too short', 'a', `ghp_${letters.slice(0, 20)}`, []],
  ['GitLab', 'a', `glpat-${letters.slice(0, 20)}`, ['gitlab-token']],
  ['NGC', 'a', `nvapi-${letters.slice(0, 64)}`, ['ngc-api-key']],
  ['PyPI', '.pypirc', `password = pypi-AgEIcHlwaS5vcmc${letters.slice(0, 60)}`, ['pypi-token']],
  ['Kaggle', 'root/.kaggle/kaggle.json', `{"username":"u","key":"${hex.slice(0, 32)}"}`, ['kaggle-key']],
  ['near miss: the like in another file', 'data.json', `{"key":"${hex.slice(0, 32)}"}`, []],
  ['private key', 'root/.ssh/id_ed25519', key, ['private-key']],
  ['near miss: code that looks for one', 'a.py', 'if line == "-----BEGIN PRIVATE KEY-----":\n    read()', []],
  ['near miss: a public key', 'a.pub', key.replaceAll('PRIVATE', 'PUBLIC'), []],
  ['near miss: a package\'s test key', 'usr/lib/python3/site-packages/tornado/test/test.key', key, []],
  ['dotenv', 'srv/.env', 'DB_HOST=db\nDB_PASSWORD="s3cr3t-pa55"\n', ['dotenv-secret']],
  ['near miss: dotenv placeholder', 'srv/.env', 'DB_PASSWORD=changeme\nAPI_KEY=your-key-here\nTOKEN=${TOKEN}\n', []],
  ['near miss: the like in code', 'srv/app.py', 'DB_PASSWORD=settings.password_of_the_database', []],
  ['near miss: binary', 'a.bin', `\0hf_${letters.slice(0, 34)}`, []],
])('%s', (_, path, content, found) => {
  expect(secretsInFile(path, Buffer.from(content))).toEqual(found);
});

test('the configuration is searched by the rules that need no path', () => {
  expect(secretsInText(`HF_TOKEN=hf_${letters.slice(0, 34)}`)).toEqual(['hugging-face-token']);
  expect(secretsInText('DB_PASSWORD=s3cr3t-pa55')).toEqual([]);
});

test('files over 1 MiB are data', () => {
  expect(secretsInFile('a', Buffer.from(`hf_${letters.slice(0, 34)}\n${' '.repeat(1024 * 1024)}`))).toEqual([]);
});

test('input made to backtrack ends', () => {
  const hostile = ['-----BEGIN PRIVATE KEY-----\n', 'wandb key ', 'AKIA', 'machine api.wandb.ai ', 'SECRET_'].map((text) => text.repeat(Math.floor((1024 * 1024) / text.length)));
  for (const text of hostile) expect(secretsInFile('srv/.env', Buffer.from(text))).toEqual([]);
});
