import { expect, test } from 'vitest';
import { secretsInFile } from './secret-scan.ts';

// Assembled here, so that secret scanners do not report these fixtures.
const mixed = 'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(4);
const hex = '0123456789abcdef'.repeat(4);
const pem = (kind: string, body = mixed.slice(0, 64)) =>
  `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
const jsonKey = `"private_key": "-----BEGIN ${'PRIVATE'} KEY-----\\n${mixed.slice(0, 64)}\\n-----END"`;
const url = (scheme: string, password: string, rest = 'db:5432/app') =>
  `DSN = "${scheme}://${'app'}:${password}@${rest}"`;
const word = 's3cr3t-pa55';

type File = [path: string, content: string];
interface Fixtures {
  rule: string;
  found: File[];
  silent: File[];
}

const fixtures: Fixtures[] = [
  {
    rule: 'private-key',
    found: [
      ['root/.ssh/id_ed25519', pem('OPENSSH PRIVATE KEY')],
      ['srv/tls.key', pem('PRIVATE KEY')],
      ['srv/config.py', `KEY = """${pem('RSA PRIVATE KEY')}"""`],
      ['etc/ssl/private/server.pem', pem('EC PRIVATE KEY')],
      ['root/key.asc', pem('PGP PRIVATE KEY BLOCK')],
    ],
    silent: [
      ['a.py', 'if line == "-----BEGIN PRIVATE KEY-----":\n    read()'],
      ['a.pub', pem('PUBLIC KEY')],
      ['a.crt', pem('CERTIFICATE')],
      ['usr/lib/python3/site-packages/tornado/test/test.key', pem('PRIVATE KEY')],
      ['a.md', pem('PRIVATE KEY', '...')],
      ['a.txt', `-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n${mixed}`],
      ['a.asc', pem('PGP PUBLIC KEY BLOCK')],
    ],
  },
  {
    rule: 'gcp-service-account',
    found: [
      ['srv/key.json', `{"type": "service_account", ${jsonKey}}`],
      ['srv/key2.json', `{${jsonKey.replace(': ', ':')}}`],
      ['srv/app.py', `CREDENTIALS = {\n  ${jsonKey},\n}`],
      ['srv/old.json', `{${jsonKey.replace('PRIVATE', 'RSA PRIVATE')}}`],
    ],
    silent: [
      ['a.json', '{"type": "service_account", "private_key": ""}'],
      ['a.json', '{"private_key": "-----BEGIN PRIVATE KEY-----\\n...\\n-----END"}'],
      ['a.json', `{"private_key_id": "${hex.slice(0, 40)}"}`],
      ['a.json', `{${jsonKey.replace('PRIVATE', 'PUBLIC')}}`],
      ['a.json', `{${jsonKey.replace('private_key', 'public_key')}}`],
      ['usr/lib/python3/dist-packages/google/auth/tests/data.json', `{${jsonKey}}`],
      ['a.json', `{"private_key": "-----BEGIN PRIVATE KEY-----\\n${'x'.repeat(64)}"}`],
    ],
  },
  {
    rule: 'kaggle-key',
    found: [
      'root/.kaggle/kaggle.json',
      'kaggle.json',
      'srv/kaggle.json',
      'home/app/.config/kaggle/kaggle.json',
    ].map((path): File => [path, `{"key" : "${hex.slice(0, 32)}"}`]),
    silent: [
      ['data.json', `{"key":"${hex.slice(0, 32)}"}`],
      ['notkaggle.json', `{"key":"${hex.slice(0, 32)}"}`],
      ['kaggle.json', `{"key":"${hex.slice(0, 31)}"}`],
      ['kaggle.json', `{"key":"${hex.slice(0, 33)}"}`],
      ['kaggle.json', '{"key":"your key"}'],
      ['kaggle.json', `{"key":"${'0'.repeat(32)}"}`],
    ],
  },
  {
    rule: 'ngc-api-key',
    found: ['root/.ngc/config', '.ngc/config', 'home/app/.ngc/config', 'srv/.ngc/config'].map(
      (path): File => [path, `[CURRENT]\napikey = ${mixed.slice(0, 84)}\n`],
    ),
    silent: [
      ['srv/config', `apikey = ${mixed.slice(0, 84)}`],
      ['root/.ngc/config', `apikey = ${mixed.slice(0, 20)}`],
      ['root/.ngc/config', 'apikey = ${NGC_API_KEY}'],
      ['root/.ngc/config', `apikey = ${'x'.repeat(84)}`],
      ['root/.ngc/config', `;apikey = ${mixed.slice(0, 84)}`],
      ['root/.ngc/config.md', `apikey = ${mixed.slice(0, 84)}`],
    ],
  },
  {
    rule: 'netrc-password',
    found: [
      ['root/.netrc', `machine example.org login me password ${word}`],
      ['home/app/.netrc', `machine example.org\n  login me\n  password ${word}\n`],
      ['root/_netrc', `default login me password ${word}`],
      ['.netrc', `machine a login b password changeme\nmachine c\tpassword ${word}`],
    ],
    silent: [
      ['root/netrc.txt', `machine example.org login me password ${word}`],
      ['root/.netrc', 'machine example.org login me'],
      ['root/.netrc', 'machine example.org login me password changeme'],
      ['root/.netrc', 'machine example.org login me password <password>'],
      ['root/.netrc', 'machine example.org login me password ${TOKEN}'],
      ['root/.netrc', 'machine example.org login me password password'],
      ['root/.netrc', 'machine example.org login me password x'],
    ],
  },
  {
    rule: 'pypirc-password',
    found: [
      ['root/.pypirc', `[pypi]\nusername = me\npassword = ${word}\n`],
      ['home/app/.pypirc', `[pypi]\npassword: ${word}`],
      ['.pypirc', `password=${word}`],
      ['srv/.pypirc', `[a]\npassword = changeme\n[b]\n  password = ${word}`],
    ],
    silent: [
      ['root/pypirc', `password = ${word}`],
      ['root/.pypirc', '[pypi]\nusername = __token__'],
      ['root/.pypirc', 'password = changeme'],
      ['root/.pypirc', 'password = <your token>'],
      ['root/.pypirc', 'password = %(PASSWORD)s'],
      ['root/.pypirc', `# password = ${word}`],
      ['root/.pypirc', 'password ='],
    ],
  },
  {
    rule: 'docker-config-auth',
    found: [
      ['root/.docker/config.json', `{"auths":{"r":{"auth":"${mixed.slice(0, 24)}"}}}`],
      ['home/app/.docker/config.json', `{"auths": {"r": {"auth": "${mixed.slice(0, 22)}=="}}}`],
      ['root/.dockercfg', `{"r":{"auth":"${mixed.slice(0, 24)}","email":"a"}}`],
      ['root/.docker/config.json', `{"auths":{"r":{"identitytoken":"${mixed.slice(0, 60)}"}}}`],
    ],
    silent: [
      ['srv/config.json', `{"auth":"${mixed.slice(0, 24)}"}`],
      ['root/.docker/config.json', '{"auths":{"r":{}}}'],
      ['root/.docker/config.json', '{"auths":{"r":{"auth":""}}}'],
      ['root/.docker/config.json', '{"credsStore":"desktop"}'],
      ['root/.docker/config.json', `{"auths":{"r":{"author":"${mixed.slice(0, 24)}"}}}`],
      ['root/.docker/config.json', `{"auth":"${'x'.repeat(24)}"}`],
    ],
  },
  {
    rule: 'npm-token',
    found: [
      ['root/.npmrc', `//registry/:_authToken=${hex.slice(0, 36)}`],
      ['srv/.npmrc', `_auth = "${mixed.slice(0, 24)}=="`],
      ['.npmrc', `always-auth=true\n//r/:_password=${mixed.slice(0, 24)}`],
      ['usr/local/etc/npmrc', `//registry/:_authToken = ${mixed.slice(0, 36)}`],
    ],
    silent: [
      ['root/.npmrc', '//registry/:_authToken=${NPM_TOKEN}'],
      ['root/npm.md', `//registry/:_authToken=${hex.slice(0, 36)}`],
      ['root/.npmrc', '//registry/:_authToken='],
      ['root/.npmrc', '//registry/:_authToken=<token>'],
      ['root/.npmrc', `//registry/:_authToken=${'x'.repeat(36)}`],
      ['root/.npmrc', 'always-auth=true'],
    ],
  },
  {
    rule: 'dotenv-secret',
    found: [
      ['srv/.env', `DB_HOST=db\nDB_PASSWORD="${word}"\n`],
      ['.env.production', `export API_KEY=${word}`],
      ['srv/.env', `  SECRET_KEY = ${word}`],
      ['srv/.env.local', `MY_TOKEN='${word}'`],
    ],
    silent: [
      ['srv/.env', 'DB_PASSWORD=changeme\nAPI_KEY=your-key-here\nTOKEN=${TOKEN}\n'],
      ['srv/app.py', 'DB_PASSWORD=settings.password_of_the_database'],
      ['srv/.env', '# DB_PASSWORD=s3cr3t-pa55'],
      ['srv/.env', 'DB_PASSWORD=\nDB_HOST=localhost'],
      ['srv/.env', 'DB_PASSWORD=short'],
      ['srv/.environment', `DB_PASSWORD=${word}`],
    ],
  },
  {
    rule: 'database-url',
    found: [
      ['srv/app.py', url('postgresql', word)],
      ['srv/app.py', url('postgresql+psycopg2', word)],
      ['srv/settings.yaml', url('mysql+pymysql', word, '10.0.0.1/app')],
      ['srv/a', url('mongodb+srv', word, 'cluster.example.net')],
      ['srv/a', `REDIS=redis://:${word}@cache:6379/0`],
    ],
    silent: [
      ['srv/app.py', url('postgresql', '${PASSWORD}')],
      ['srv/app.py', url('postgresql', '{password}')],
      ['srv/app.py', url('postgresql', 'password')],
      ['srv/app.py', url('postgresql', '<secret>')],
      ['srv/app.py', url('postgresql', '%(password)s')],
      ['srv/app.py', 'DSN = "postgresql://db:5432/app"'],
      ['srv/app.py', 'DSN = "postgresql://app@db:5432/app"'],
      ['srv/app.py', url('postgresql', '****')],
      ['usr/local/lib/python3.11/site-packages/pydantic/networks.py', url('postgresql', word)],
    ],
  },
];

test('every rule has at least 4 secrets and 6 near misses', () => {
  expect(
    fixtures.filter(({ found, silent }) => found.length < 4 || silent.length < 6).map(({ rule }) => rule),
  ).toEqual([]);
});

test.each(
  fixtures.flatMap(({ rule, found }) =>
    found.map(([path, content], index) => [rule, index, path, content] as const),
  ),
)('%s: found, %i, %s', (rule, _, path, content) => {
  expect(secretsInFile(path, Buffer.from(content))).toEqual([rule]);
});

test.each(
  fixtures.flatMap(({ rule, silent }) =>
    silent.map(([path, content], index) => [rule, index, path, content] as const),
  ),
)('%s: near miss %i, %s', (_, __, path, content) => {
  expect(secretsInFile(path, Buffer.from(content))).toEqual([]);
});
