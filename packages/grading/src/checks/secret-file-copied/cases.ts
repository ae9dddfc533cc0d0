import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import type { FindingCase } from '../../check/finding-case.ts';

const context = (files: Record<string, string>): BuildContext => ({
  files: Object.entries(files).map(([path, text]) => ({ path, bytes: text.length, text })),
  totalBytesBefore: 0,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  { name: 'an environment file', dockerfile: 'FROM a\nCOPY .env /srv/', lines: [2] },
  { name: 'among others', dockerfile: 'FROM a\nCOPY app.py .env.production ./', lines: [2] },
  { name: 'a private key', dockerfile: 'FROM a\nCOPY keys/id_rsa /root/.ssh/id_rsa', lines: [2] },
  { name: 'a private key by ADD', dockerfile: 'FROM a\nADD id_ed25519 /root/.ssh/', lines: [2] },
  { name: 'a Kaggle key', dockerfile: 'FROM a\nCOPY kaggle.json /root/.kaggle/kaggle.json', lines: [2] },
  { name: 'a netrc', dockerfile: 'FROM a\nCOPY --chmod=600 .netrc /root/', lines: [2] },
  { name: 'an npm token', dockerfile: 'FROM a\nCOPY package.json .npmrc ./', lines: [2] },
  {
    name: 'cloud credentials',
    dockerfile: 'FROM a\nCOPY .aws/credentials /root/.aws/credentials',
    lines: [2],
  },
  { name: 'an entire folder of them', dockerfile: 'FROM a\nCOPY .ssh /root/.ssh', lines: [2] },
  { name: 'a service account', dockerfile: 'FROM a\nCOPY my-service-account.json /srv/key.json', lines: [2] },
  { name: 'by its destination', dockerfile: 'FROM a\nCOPY config/production /srv/.env', lines: [2] },
  { name: 'exec form', dockerfile: 'FROM a\nCOPY [".env", "/srv/"]', lines: [2] },
  {
    name: 'lower case, over lines',
    dockerfile: 'from a\ncopy \\\n  # settings\n  .env \\\n  /srv/',
    lines: [2],
  },
  {
    name: 'removed later',
    dockerfile: 'FROM a\nCOPY .netrc /root/\nRUN ./fetch && rm /root/.netrc',
    lines: [2],
  },
  { name: 'from a variable', dockerfile: 'FROM a\nARG F=.env\nCOPY $F /srv/', lines: [3] },
  { name: 'in a build stage', dockerfile: 'FROM a AS b\nCOPY .npmrc ./\nFROM c', lines: [2] },
  {
    name: 'from a build stage',
    dockerfile: 'FROM a AS b\nFROM c\nCOPY --from=b /root/.ssh/id_rsa /root/.ssh/',
    lines: [3],
  },
  { name: 'ONBUILD', dockerfile: 'FROM a\nONBUILD COPY .env ./', lines: [2] },
  {
    name: 'written by a heredoc',
    dockerfile: 'FROM a\nCOPY <<EOF /root/.netrc\nmachine a.example login x password y\nEOF',
    lines: [2],
  },
  {
    name: 'with the entire context',
    dockerfile: 'FROM a\nCOPY . .',
    lines: [2],
    context: context({ 'app.py': '', '.env': 'HF_TOKEN=hf_abcdef' }),
  },
  {
    name: 'with a folder of it',
    dockerfile: 'FROM a\nCOPY src/ /srv/',
    lines: [2],
    context: context({ 'src/keys/server.key': 'BEGIN PRIVATE KEY' }),
  },
  {
    name: 'with a pattern',
    dockerfile: 'FROM a\nCOPY *.json ./',
    lines: [2],
    context: context({ 'kaggle.json': '{}' }),
  },
  {
    name: 'credentials that ENV points at',
    dockerfile: 'FROM a\nCOPY conf /srv/conf\nENV GOOGLE_APPLICATION_CREDENTIALS=/srv/conf/gcp.json',
    lines: [3],
  },
  { name: 'a template', dockerfile: 'FROM a\nCOPY .env.example ./', lines: [] },
  { name: 'a template becomes the file', dockerfile: 'FROM a\nCOPY .env.example .env', lines: [] },
  { name: 'a public key', dockerfile: 'FROM a\nCOPY id_rsa.pub /root/.ssh/authorized_keys', lines: [] },
  {
    name: 'certificates',
    dockerfile: 'FROM a\nCOPY ca.pem server.crt /usr/local/share/ca-certificates/',
    lines: [],
  },
  {
    name: 'the key of a repository',
    dockerfile: 'FROM a\nCOPY docker.gpg.key /etc/apt/keyrings/',
    lines: [],
  },
  {
    name: 'mounted as a secret',
    dockerfile: 'FROM a\nRUN --mount=type=secret,id=netrc,target=/root/.netrc ./fetch',
    lines: [],
  },
  {
    name: 'bound for one step',
    dockerfile: 'FROM a\nRUN --mount=type=bind,source=.npmrc,target=/root/.npmrc npm ci',
    lines: [],
  },
  { name: 'the entire context, which is not known', dockerfile: 'FROM a\nCOPY . .', lines: [] },
  {
    name: 'the entire context without secrets',
    dockerfile: 'FROM a\nCOPY . .',
    lines: [],
    context: context({ 'app.py': '', '.env.example': 'HF_TOKEN=' }),
  },
  {
    name: 'a folder without them',
    dockerfile: 'FROM a\nCOPY src/ /srv/',
    lines: [],
    context: context({ 'src/a.py': '', '.env': 'HF_TOKEN=hf_abcdef' }),
  },
  {
    name: 'an environment file that sets no secret',
    dockerfile: 'FROM a\nCOPY .env ./',
    lines: [],
    context: context({ '.env': 'PORT=8000\nLOG_LEVEL=info\n' }),
  },
  {
    name: 'a registry without a token',
    dockerfile: 'FROM a\nCOPY .npmrc ./',
    lines: [],
    context: context({ '.npmrc': 'registry=https://r.example/' }),
  },
  {
    name: 'excluded by --exclude',
    dockerfile: 'FROM a\nCOPY --exclude=.env . .',
    lines: [],
    context: context({ '.env': 'HF_TOKEN=hf_abcdef' }),
  },
  {
    name: 'a name with the same beginning',
    dockerfile: 'FROM a\nCOPY .environment environment.yml ./',
    lines: [],
  },
  { name: 'a settings file', dockerfile: 'FROM a\nCOPY config.json settings.py /srv/', lines: [] },
  {
    name: 'credentials that are mounted later',
    dockerfile: 'FROM a\nCOPY app.py /srv/\nENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/gcp.json',
    lines: [],
  },
];
