import type { FindingCase } from '../../check/finding-case.ts';

const shellFormOnly = 'reads the shell form only';
const notOnbuild = 'does not read ONBUILD';
const printed = 'searches for the words anywhere in the RUN, printed or called';

export const cases: FindingCase[] = [
  {
    name: 'curl -k',
    dockerfile: 'FROM a\nRUN curl -k https://a.example/x -o x',
    lines: [2],
    also: ['CKV2_DOCKER_2'],
  },
  { name: 'curl, in a cluster', dockerfile: 'FROM a\nRUN curl -fsSLk https://a.example/x -o x', lines: [2] },
  {
    name: 'curl --insecure, last',
    dockerfile: 'FROM a\nRUN cd /srv && curl -o x https://a.example/x --insecure',
    lines: [2],
  },
  {
    name: 'curl in the exec form',
    dockerfile: 'FROM a\nRUN ["curl", "--insecure", "-o", "x", "https://a.example/x"]',
    lines: [2],
    differs: { checkov: shellFormOnly },
  },
  {
    name: 'wget',
    dockerfile: 'FROM a\nRUN wget --no-check-certificate https://a.example/x',
    lines: [2],
    also: ['CKV2_DOCKER_3'],
  },
  {
    name: 'wget over lines',
    dockerfile: 'FROM a\nRUN wget -q \\\n  # why not\n  --no-check-certificate \\\n  https://a.example/x',
    lines: [2],
  },
  {
    name: 'pip',
    dockerfile: 'FROM a\nRUN pip install --trusted-host a.example x',
    lines: [2],
    also: ['CKV2_DOCKER_4'],
  },
  {
    name: 'pip with its version, value attached',
    dockerfile: 'FROM a\nRUN pip3 install --trusted-host=a.example x',
    lines: [2],
  },
  {
    name: 'pip by python -m',
    dockerfile: 'FROM a\nRUN python3 -m pip install --index-url http://a.example --trusted-host a.example x',
    lines: [2],
  },
  {
    name: 'pip by its configuration',
    dockerfile: 'FROM a\nRUN pip config set global.trusted-host a.example',
    lines: [2],
    also: [],
  },
  { name: 'uv', dockerfile: 'FROM a\nRUN uv pip install --allow-insecure-host a.example x', lines: [2] },
  {
    name: 'PIP_TRUSTED_HOST',
    dockerfile: 'FROM a\nENV PIP_TRUSTED_HOST=a.example',
    lines: [2],
    also: ['CKV2_DOCKER_16'],
  },
  {
    name: 'PIP_TRUSTED_HOST as an argument',
    dockerfile: 'FROM a\nARG PIP_TRUSTED_HOST="a.example"',
    lines: [2],
  },
  {
    name: 'PYTHONHTTPSVERIFY',
    dockerfile: 'FROM a\nENV A=1 PYTHONHTTPSVERIFY=0',
    lines: [2],
    also: ['CKV2_DOCKER_5'],
  },
  { name: 'PYTHONHTTPSVERIFY, old form', dockerfile: 'FROM a\nENV PYTHONHTTPSVERIFY 0', lines: [2] },
  {
    name: 'PYTHONHTTPSVERIFY for one command',
    dockerfile: 'FROM a\nRUN PYTHONHTTPSVERIFY=0 python x.py',
    lines: [2],
  },
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED',
    dockerfile: 'FROM a\nENV NODE_TLS_REJECT_UNAUTHORIZED="0"',
    lines: [2],
    also: ['CKV2_DOCKER_6'],
  },
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED, exported',
    dockerfile: 'FROM a\nRUN export NODE_TLS_REJECT_UNAUTHORIZED=0 && npm ci',
    lines: [2],
  },
  {
    name: 'npm by a variable',
    dockerfile: 'FROM a\nENV npm_config_strict_ssl=false',
    lines: [2],
    also: ['CKV2_DOCKER_12'],
  },
  {
    name: 'npm config',
    dockerfile: 'FROM a\nRUN npm config set strict-ssl false && npm ci',
    lines: [2],
    also: ['CKV2_DOCKER_13'],
  },
  { name: 'npm, for one install', dockerfile: 'FROM a\nRUN npm install --strict-ssl=false x', lines: [2] },
  { name: 'npm, short', dockerfile: 'FROM a\nRUN npm set strict-ssl=false', lines: [2] },
  { name: 'yarn', dockerfile: "FROM a\nRUN yarn config set 'strict-ssl' false", lines: [2] },
  {
    name: 'git by a variable with any value',
    dockerfile: 'FROM a\nENV GIT_SSL_NO_VERIFY=false',
    lines: [2],
    also: ['CKV2_DOCKER_14'],
  },
  {
    name: 'git for one command',
    dockerfile: 'FROM a\nRUN GIT_SSL_NO_VERIFY=1 git clone https://a.example/x',
    lines: [2],
  },
  {
    name: 'git by an option',
    dockerfile: 'FROM a\nRUN git -c http.sslVerify=false clone https://a.example/x',
    lines: [2],
  },
  {
    name: 'git by its configuration',
    dockerfile: 'FROM a\nRUN git config --global http.sslVerify false',
    lines: [2],
  },
  {
    name: 'yum',
    dockerfile: 'FROM a\nRUN yum-config-manager --save --setopt=base.sslverify=false',
    lines: [2],
    also: ['CKV2_DOCKER_15'],
  },
  { name: 'dnf', dockerfile: 'FROM a\nRUN dnf config-manager --setopt=sslverify=0', lines: [2] },
  { name: 'apt', dockerfile: 'FROM a\nRUN apt-get -o Acquire::https::Verify-Peer=false update', lines: [2] },
  { name: 'conda', dockerfile: 'FROM a\nRUN conda config --set ssl_verify no', lines: [2] },
  { name: 'written to a file', dockerfile: 'FROM a\nRUN echo "sslverify=0" >> /etc/yum.conf', lines: [2] },
  {
    name: 'in a heredoc of a build stage',
    dockerfile: 'FROM a AS b\nRUN <<EOF\nset -e\ncurl -kO https://a.example/x\nEOF\nFROM c',
    lines: [4],
  },
  {
    name: 'ONBUILD and sudo',
    dockerfile: 'FROM a\nONBUILD RUN sudo wget --no-check-certificate https://a.example/x',
    lines: [2],
    differs: { checkov: notOnbuild },
  },
  { name: 'curl', dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x -o x', lines: [] },
  {
    name: 'a file whose name is an option elsewhere',
    dockerfile: 'FROM a\nRUN curl -fsSL -o k https://a.example/k',
    lines: [],
  },
  {
    name: 'a different program with -k',
    dockerfile: 'FROM a\nRUN curl -fsSO https://a.example/x && sort -k 2 x',
    lines: [],
  },
  {
    name: 'the certificate authority is given',
    dockerfile: 'FROM a\nRUN curl --cacert /ca.pem -fsSO https://a.example/x',
    lines: [],
  },
  {
    name: 'wget with an authority',
    dockerfile: 'FROM a\nRUN wget --ca-certificate=/ca.pem https://a.example/x',
    lines: [],
  },
  {
    name: 'printed',
    dockerfile: 'FROM a\nRUN echo "never use wget --no-check-certificate"',
    lines: [],
    differs: { checkov: printed },
  },
  {
    name: 'searched for',
    dockerfile: 'FROM a\nRUN wget https://a.example/x; ! grep -r -e --no-check-certificate /srv',
    lines: [],
  },
  { name: 'packages of such names', dockerfile: 'FROM a\nRUN npm install strict-ssl false', lines: [] },
  {
    name: 'pip from an index',
    dockerfile: 'FROM a\nRUN pip install --index-url https://a.example x',
    lines: [],
  },
  { name: 'PYTHONHTTPSVERIFY on', dockerfile: 'FROM a\nENV PYTHONHTTPSVERIFY=1', lines: [] },
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED on',
    dockerfile: 'FROM a\nENV NODE_TLS_REJECT_UNAUTHORIZED=1',
    lines: [],
  },
  { name: 'npm on', dockerfile: 'FROM a\nRUN npm config set strict-ssl true', lines: [] },
  { name: 'an argument without a value', dockerfile: 'FROM a\nARG GIT_SSL_NO_VERIFY', lines: [] },
  {
    name: 'a different setting of git',
    dockerfile: 'FROM a\nRUN git config --global http.proxy http://p.example',
    lines: [],
  },
  {
    name: 'yum on',
    dockerfile: 'FROM a\nRUN yum-config-manager --save --setopt=base.sslverify=true',
    lines: [],
  },
  { name: 'queried, not set', dockerfile: 'FROM a\nRUN conda config --show ssl_verify', lines: [] },
  {
    name: 'more certificates',
    dockerfile: 'FROM a\nENV NODE_EXTRA_CA_CERTS=/ca.pem REQUESTS_CA_BUNDLE=/ca.pem',
    lines: [],
  },
];
