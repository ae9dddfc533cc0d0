import type { FindingCase } from '../../check/finding-case.ts';

const mount = 'RUN --mount=type=secret,id=pip_token';
const path = '/run/secrets/pip_token';
const after = (run: string) => `FROM a\n${run}`;

export const cases: FindingCase[] = [
  { name: 'copied', dockerfile: after(`${mount} cp ${path} /root/.pypirc`), lines: [2] },
  {
    name: 'copied into a folder, from the folder of all secrets',
    dockerfile: after(`${mount} mkdir /keys && cp -r /run/secrets/* /keys/`),
    lines: [2],
  },
  {
    name: 'installed with a mode',
    dockerfile: after(`${mount} install -m 600 ${path} /root/.pgpass`),
    lines: [2],
  },
  { name: 'printed into a file', dockerfile: after(`${mount} cat ${path} > /app/token`), lines: [2] },
  {
    name: 'part of a line in a file',
    dockerfile: after(`${mount} echo "machine a login b password $(cat ${path})" >> /root/.netrc`),
    lines: [2],
  },
  {
    name: 'of a group',
    dockerfile: after(
      `${mount} { echo "[global]"; echo "index-url = https://u:$(cat ${path})@pypi/simple"; } > /etc/pip.conf`,
    ),
    lines: [2],
  },
  {
    name: 'through a variable',
    dockerfile: after(`${mount} TOKEN=$(cat ${path}) && \\\n    echo "token=$TOKEN" > /app/.env`),
    lines: [3],
  },
  {
    name: 'through two variables',
    dockerfile: after(
      `${mount} export T="$(cat ${path})"; URL="https://$T@host"; printf '%s' "\${URL}" > /app/url`,
    ),
    lines: [2],
  },
  {
    name: 'read into a variable',
    dockerfile: after(`${mount} read -r T < ${path} && echo "$T" > /app/t`),
    lines: [2],
  },
  { name: 'through a pipe', dockerfile: after(`${mount} cat ${path} | base64 | tee /app/auth`), lines: [2] },
  {
    name: 'in a here-document of the shell',
    dockerfile: after(
      `${mount} <<EOF\ncat > /root/.netrc <<INNER\nmachine a password $(cat ${path})\nINNER\nEOF`,
    ),
    lines: [3],
  },
  {
    name: 'in a heredoc of the Dockerfile',
    dockerfile: after(`${mount} cat > /root/.netrc <<EOF\nmachine a\npassword $(cat ${path})\nEOF`),
    lines: [2],
  },
  {
    name: 'near miss: in a heredoc with a quoted delimiter',
    dockerfile: after(`${mount} cat > /askpass <<'EOF'\necho "$(cat ${path})"\nEOF`),
    lines: [],
  },
  {
    name: 'into a template in place',
    dockerfile: after(`${mount} sed -i "s/TOKEN/$(cat ${path})/" /app/conf.ini`),
    lines: [2],
  },
  {
    name: 'by a variable of the mount',
    dockerfile: after('RUN --mount=type=secret,id=pip_token,env=PIP_TOKEN echo "$PIP_TOKEN" > /app/t'),
    lines: [2],
  },
  {
    name: 'from a custom target',
    dockerfile: after(
      'RUN --mount=type=secret,id=aws,target=/root/.aws/credentials cp /root/.aws/credentials /app/aws',
    ),
    lines: [2],
  },
  {
    name: 'from a relative target',
    dockerfile: 'FROM a\nWORKDIR /app\nRUN --mount=type=secret,id=env,target=.env cp .env copy.env',
    lines: [3],
  },
  { name: 'by a different shell', dockerfile: after(`${mount} bash -c 'cat ${path} > /app/t'`), lines: [2] },
  {
    name: 'in the configuration of pip',
    dockerfile: after(
      `${mount} pip config set global.index-url "https://u:$(cat ${path})@pypi/simple" && pip install x`,
    ),
    lines: [2],
  },
  {
    name: 'in the configuration of git',
    dockerfile: after(
      `${mount} git config --global url."https://$(cat ${path})@host/".insteadOf https://host/ && git clone https://host/r`,
    ),
    lines: [2],
  },
  {
    name: 'in the URL of a clone',
    dockerfile: after(`${mount} git clone "https://x:$(cat ${path})@host/r" /src`),
    lines: [2],
  },
  {
    name: 'by logging in',
    dockerfile: after(
      `${mount} huggingface-cli login --token "$(cat ${path})" && huggingface-cli download m`,
    ),
    lines: [2],
  },
  {
    name: 'removed only in a later RUN',
    dockerfile: after(`${mount} cp ${path} /root/.netrc\nRUN rm /root/.netrc`),
    lines: [2],
  },
  {
    name: 'a different file removed',
    dockerfile: after(`${mount} cp ${path} /root/.netrc && pip install x && rm -rf /root/.cache`),
    lines: [2],
  },
  {
    name: 'in a build stage, and in one built from it',
    dockerfile: `FROM a AS b\n${mount} cp ${path} /t\nFROM b AS c\nFROM a\n${mount} cp ${path} /t`,
    lines: [2, 5],
  },
  {
    name: 'an ARG next to the mount',
    dockerfile: after(`ARG PIP_TOKEN\n${mount} pip install x`),
    lines: [2],
  },
  {
    name: 'an ENV next to the mount, with hyphens in the id',
    dockerfile: after('RUN --mount=type=secret,id=pip-token pip install x\nENV PIP_TOKEN=abc'),
    lines: [3],
  },
  {
    name: 'near miss: read where it is mounted',
    dockerfile: after(`${mount} PIP_INDEX_URL="https://u:$(cat ${path})@pypi/simple" pip install x`),
    lines: [],
  },
  {
    name: 'near miss: mounted where the program reads it',
    dockerfile: after('RUN --mount=type=secret,id=netrc,target=/root/.netrc pip install x > /log'),
    lines: [],
  },
  {
    name: 'near miss: in the header of a download',
    dockerfile: after(
      `${mount} curl -H "Authorization: Bearer $(cat ${path})" -o /m.bin https://host/m > /log`,
    ),
    lines: [],
  },
  {
    name: 'near miss: the output of a program that uses it',
    dockerfile: after(`${mount} TOKEN=$(cat ${path}) python fetch.py > /app/data.json`),
    lines: [],
  },
  {
    name: 'near miss: sent down a pipe to a program',
    dockerfile: after(`${mount} cat ${path} | gpg --batch --passphrase-fd 0 -d a.gpg > /app/a`),
    lines: [],
  },
  {
    name: 'near miss: written and removed in one RUN',
    dockerfile: after(`${mount} cp ${path} /root/.netrc && pip install x && rm -f ~/.netrc`),
    lines: [],
  },
  {
    name: 'near miss: removed with its folder',
    dockerfile: after(`${mount} mkdir /k; cat ${path} > /k/t; ./fetch; rm -rf /k`),
    lines: [],
  },
  {
    name: 'near miss: removed by a trap',
    dockerfile: after(`${mount} trap 'rm -f /root/.netrc' EXIT; cat ${path} > /root/.netrc; pip install x`),
    lines: [],
  },
  {
    name: 'near miss: written into a mounted tmpfs',
    dockerfile: after(
      `RUN --mount=type=secret,id=t --mount=type=tmpfs,target=/scratch cp /run/secrets/t /scratch/t`,
    ),
    lines: [],
  },
  {
    name: 'near miss: written into memory',
    dockerfile: after(`${mount} cat ${path} > /dev/shm/t && ./fetch /dev/shm/t 2> /dev/null`),
    lines: [],
  },
  {
    name: 'near miss: a script that reads it later, in single quotes',
    dockerfile: after(`${mount} echo 'cat ${path}' > /askpass && echo 'echo $(cat ${path})' >> /askpass`),
    lines: [],
  },
  { name: 'near miss: printed', dockerfile: after(`${mount} cat ${path}`), lines: [] },
  {
    name: 'near miss: its size and its hash',
    dockerfile: after(`${mount} echo "$(wc -c < ${path})" > /n && echo "$(cat ${path} | sha256sum)" > /h`),
    lines: [],
  },
  {
    name: 'near miss: a file with a longer name',
    dockerfile: after(`${mount} cp ${path}_public /app/`),
    lines: [],
  },
  {
    name: 'near miss: the words of a different mount',
    dockerfile: after(`RUN --mount=type=cache,target=${path} cp ${path} /app/x`),
    lines: [],
  },
  {
    name: 'near miss: settings that are removed again',
    dockerfile: after(
      `${mount} git config --global http.extraheader "A: $(cat ${path})" && git fetch && git config --global --unset http.extraheader`,
    ),
    lines: [],
  },
  {
    name: 'near miss: settings without it',
    dockerfile: after(`${mount} pip config set global.timeout 60 && TOKEN=$(cat ${path}) pip install x`),
    lines: [],
  },
  {
    name: 'near miss: a clone without its .git',
    dockerfile: after(`${mount} git clone "https://x:$(cat ${path})@host/r" /src && rm -rf /src/.git`),
    lines: [],
  },
  {
    name: 'near miss: a clone that is removed completely',
    dockerfile: after(
      `${mount} git clone "https://x:$(cat ${path})@host/r.git" && pip install ./r && rm -rf r`,
    ),
    lines: [],
  },
  {
    name: 'near miss: a response to a request with it',
    dockerfile: after(
      `${mount} DATA=$(curl -H "A: $(cat ${path})" https://host/d) && echo "$DATA" > /app/d.json`,
    ),
    lines: [],
  },
  {
    name: 'near miss: a link to it',
    dockerfile: after(`${mount} ln -s ${path} /root/.netrc && pip install x`),
    lines: [],
  },
  {
    name: 'near miss: a header for one clone',
    dockerfile: after(`${mount} git -c http.extraheader="A: $(cat ${path})" clone https://host/r /src`),
    lines: [],
  },
  {
    name: 'near miss: the path in ENV, and an empty value',
    dockerfile: after(`ENV PIP_TOKEN=${path}\nENV PIP_TOKEN=\n${mount} pip install x`),
    lines: [],
  },
  {
    name: 'near miss: an ARG with a different name',
    dockerfile: after(`ARG PIP_VERSION=24\n${mount} pip install x`),
    lines: [],
  },
  { name: 'near miss: no mount', dockerfile: after(`RUN cp ${path} /root/x`), lines: [] },
];
