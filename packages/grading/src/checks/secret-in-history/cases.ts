import type { FindingCase } from '../../check/finding-case.ts';

export const cases: FindingCase[] = [
  {
    name: 'a password in the URL of a repository',
    dockerfile: 'FROM a\nRUN git clone https://build:s3cr3t-word@git.example/x.git',
    lines: [2],
    also: [],
  },
  {
    name: 'in the URL of an index',
    dockerfile: 'FROM a\nRUN pip install --extra-index-url https://u:s3cr3t-word@pypi.example/simple x',
    lines: [2],
  },
  { name: 'in ENV', dockerfile: 'FROM a\nENV DATABASE_URL=postgres://app:s3cr3t-word@db/app', lines: [2] },
  { name: 'in a global ARG', dockerfile: 'ARG PROXY=http://u:s3cr3t-word@proxy.example\nFROM a', lines: [1] },
  {
    name: 'in the start command',
    dockerfile: 'FROM a\nCMD ["serve", "--db", "mysql://u:s3cr3t-word@db/x"]',
    lines: [2],
  },
  {
    name: 'over lines',
    dockerfile:
      'FROM a\nRUN pip install \\\n  # the private index\n  --index-url https://u:s3cr3t-word@pypi.example/simple \\\n  x',
    lines: [4],
  },
  {
    name: 'in a heredoc',
    dockerfile: 'FROM a\nRUN <<EOF\nset -e\ngit clone https://u:s3cr3t-word@git.example/x\nEOF',
    lines: [4],
  },
  {
    name: 'in an option of curl',
    dockerfile: 'FROM a\nRUN curl -fsS -u app:s3cr3t-word -O https://a.example/x',
    lines: [2],
  },
  {
    name: 'in a header',
    dockerfile: 'FROM a\nRUN curl -H "Authorization: Bearer abcdef0123456789" -O https://a.example/x',
    lines: [2],
  },
  {
    name: 'in an option of wget',
    dockerfile: 'FROM a\nRUN wget --user=app --password=s3cr3t-word https://a.example/x',
    lines: [2],
  },
  {
    name: 'a login to a registry',
    dockerfile: 'FROM a\nRUN docker login -u app -p s3cr3t-word registry.example',
    lines: [2],
  },
  {
    name: 'a login to a model hub',
    dockerfile: 'FROM a\nRUN huggingface-cli login --token hf_abcdefgh',
    lines: [2],
  },
  {
    name: 'a login to an experiment tracker',
    dockerfile: 'FROM a\nRUN wandb login 0123456789abcdef',
    lines: [2],
  },
  {
    name: 'a variable for one command',
    dockerfile: 'FROM a\nRUN HF_TOKEN=hf_abcdefgh python fetch.py',
    lines: [2],
  },
  {
    name: 'a variable that is exported',
    dockerfile: 'FROM a\nRUN export DB_PASSWORD="s3cr3t-word" && ./migrate',
    lines: [2],
  },
  {
    name: 'a token of npm',
    dockerfile: 'FROM a\nRUN npm config set //registry.example/:_authToken abcdef0123',
    lines: [2],
  },
  {
    name: 'a token written to a file',
    dockerfile: 'FROM a\nRUN echo "//registry.example/:_authToken=abcdef0123" > .npmrc',
    lines: [2],
  },
  {
    name: 'a netrc',
    dockerfile: 'FROM a\nRUN echo "machine a.example login app password s3cr3t-word" > /root/.netrc',
    lines: [2],
  },
  {
    name: 'aws configure',
    dockerfile: 'FROM a\nRUN aws configure set aws_access_key_id test-id && aws configure set region eu',
    lines: [2],
    also: ['DS-0031'],
  },
  {
    name: 'aws configure with a variable',
    dockerfile: 'FROM a\nRUN aws configure set aws_secret_access_key $SECRET',
    lines: [2],
  },
  {
    name: 'gcloud',
    dockerfile: 'FROM a\nRUN gcloud auth activate-service-account --key-file=key.json',
    lines: [2],
  },
  {
    name: 'az',
    dockerfile: 'FROM a\nRUN az login --service-principal -u id -p $SECRET --tenant t',
    lines: [2],
  },
  { name: 'doctl', dockerfile: 'FROM a\nRUN doctl auth init --access-token $TOK', lines: [2] },
  {
    name: 'exec form, under sudo',
    dockerfile: 'FROM a\nRUN ["sudo", "docker", "login", "--password=s3cr3t-word"]',
    lines: [2],
  },
  {
    name: 'ONBUILD in a build stage',
    dockerfile: 'from a as b\nonbuild run git clone https://u:s3cr3t-word@git.example/x\nfrom c',
    lines: [2],
  },
  {
    name: 'a URL without a password',
    dockerfile: 'FROM a\nRUN git clone https://git.example/x.git',
    lines: [],
  },
  {
    name: 'a URL with a port',
    dockerfile: 'FROM a\nRUN pip install --index-url http://pypi.example:8080/simple x',
    lines: [],
  },
  { name: 'a user alone', dockerfile: 'FROM a\nRUN git clone ssh://git@git.example/x.git', lines: [] },
  {
    name: 'the password from a mounted secret',
    dockerfile: 'FROM a\nRUN --mount=type=secret,id=p,env=P git clone https://u:$P@git.example/x',
    lines: [],
  },
  {
    name: 'the password from a file',
    dockerfile:
      'FROM a\nRUN --mount=type=secret,id=p git clone "https://u:$(cat /run/secrets/p)@git.example/x"',
    lines: [],
  },
  { name: 'a placeholder', dockerfile: 'FROM a\nLABEL usage="postgres://user:<password>@db/x"', lines: [] },
  {
    name: 'aws configure with a mounted secret',
    dockerfile: 'FROM a\nRUN --mount=type=secret,id=k,env=K aws configure set aws_secret_access_key $K',
    lines: [],
  },
  {
    name: 'a different setting of aws',
    dockerfile: 'FROM a\nRUN aws configure set region eu-central-1',
    lines: [],
  },
  { name: 'az without a password', dockerfile: 'FROM a\nRUN az login --identity', lines: [] },
  {
    name: 'curl asks for the password',
    dockerfile: 'FROM a\nRUN curl -u app -O https://a.example/x',
    lines: [],
  },
  {
    name: 'a header from a variable',
    dockerfile:
      'FROM a\nRUN --mount=type=secret,id=t,env=T curl -H "Authorization: Bearer $T" -O https://a.example/x',
    lines: [],
  },
  {
    name: 'a login from standard input',
    dockerfile: 'FROM a\nRUN --mount=type=secret,id=t docker login -u app --password-stdin < /run/secrets/t',
    lines: [],
  },
  {
    name: 'a token from a variable',
    dockerfile: 'FROM a\nRUN --mount=type=secret,id=t,env=T huggingface-cli login --token "$T"',
    lines: [],
  },
  { name: 'a number of tokens', dockerfile: 'FROM a\nRUN MAX_TOKEN=512 python train.py', lines: [] },
  { name: 'a folder after -p', dockerfile: 'FROM a\nRUN mkdir -p login && docker build -p x .', lines: [] },
  { name: 'only printed', dockerfile: 'FROM a\nRUN echo "wandb login 0123456789abcdef"', lines: [] },
  { name: 'in a comment', dockerfile: 'FROM a\n# https://u:s3cr3t-word@git.example/x\nRUN make', lines: [] },
];
