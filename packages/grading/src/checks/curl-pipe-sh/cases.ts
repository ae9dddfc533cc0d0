import type { FindingCase } from '../../check/finding-case.ts';

const url = 'https://tool.example/install.sh';

export const cases: FindingCase[] = [
  { name: 'curl to sh', dockerfile: `FROM a\nRUN curl -fsSL ${url} | sh`, lines: [2] },
  {
    name: 'curl to bash with arguments',
    dockerfile: `FROM a\nRUN curl -fsSL ${url} | bash -s -- --yes`,
    lines: [2],
  },
  { name: 'wget to sh', dockerfile: `FROM a\nRUN wget -qO- ${url} | sh`, lines: [2] },
  { name: 'wget -O - in two words', dockerfile: `FROM a\nRUN wget -O - ${url} | bash -x`, lines: [2] },
  { name: 'to a shell under sudo', dockerfile: `FROM a\nRUN curl -sL ${url} | sudo -E bash -`, lines: [2] },
  { name: 'to Python', dockerfile: `FROM a\nRUN curl -sSL ${url} | python3 -`, lines: [2] },
  {
    name: 'to Python with options of the script',
    dockerfile: `FROM a\nRUN curl -sSL ${url} | python3 - --version 1.2`,
    lines: [2],
  },
  { name: 'to Perl', dockerfile: `FROM a\nRUN curl -sSL ${url} | perl - App::cpanminus`, lines: [2] },
  {
    name: 'through another program',
    dockerfile: `FROM a\nRUN curl -sSL ${url}.gz | gunzip | sh`,
    lines: [2],
  },
  {
    name: 'over lines, with a comment',
    dockerfile: `FROM a\nRUN set -eux; \\\n  # the installer\n  curl -fsSL ${url} \\\n  | sh`,
    lines: [4],
  },
  {
    name: 'with a variable in front of the shell',
    dockerfile: `FROM a\nRUN curl -fsSL ${url} | DIR=/opt sh`,
    lines: [2],
  },
  { name: 'sh -c with a substitution', dockerfile: `FROM a\nRUN sh -c "$(curl -fsSL ${url})"`, lines: [2] },
  {
    name: 'a process substitution',
    dockerfile: `FROM a\nSHELL ["/bin/bash", "-c"]\nRUN bash <(curl -s ${url})`,
    lines: [3],
  },
  { name: 'eval', dockerfile: `FROM a\nRUN eval "$(curl -fsSL ${url})"`, lines: [2] },
  { name: 'exec form', dockerfile: `FROM a\nRUN ["bash", "-c", "curl -fsSL ${url} | sh"]`, lines: [2] },
  { name: 'heredoc', dockerfile: `FROM a\nRUN <<EOF\nset -e\ncurl -fsSL ${url} | sh\nEOF`, lines: [4] },
  { name: 'in a build stage', dockerfile: `FROM a AS b\nRUN curl -fsSL ${url} | sh\nFROM c`, lines: [2] },
  { name: 'ONBUILD, lower case', dockerfile: `from a\nonbuild run curl -fsSL ${url} | sh`, lines: [2] },
  {
    name: 'a URL from a variable',
    dockerfile: 'FROM a\nARG URL\nRUN curl -fsSL "$URL" | sh',
    lines: [3],
  },
  { name: 'a shell by its path', dockerfile: `FROM a\nRUN curl -fsSL ${url} | /bin/bash`, lines: [2] },
  { name: 'two scripts', dockerfile: `FROM a\nRUN curl ${url} | sh && \\\n curl ${url} | sh`, lines: [2, 3] },
  {
    name: 'saved, verified and run',
    dockerfile: `FROM a\nRUN curl -fsSL -o i.sh ${url} && echo "abc  i.sh" | sha256sum -c && sh i.sh`,
    lines: [],
  },
  { name: 'to tar', dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x.tgz | tar xz', lines: [] },
  { name: 'to jq', dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x.json | jq .version', lines: [] },
  {
    name: 'to a program given to Python',
    dockerfile:
      'FROM a\nRUN curl -fsSL https://a.example/x.json | python3 -c "import json, sys; json.load(sys.stdin)"',
    lines: [],
  },
  {
    name: 'to a module of Python',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x.json | python3 -m json.tool',
    lines: [],
  },
  {
    name: 'to a local script',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x.json | python3 /srv/read.py',
    lines: [],
  },
  {
    name: 'to a shell script',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x | sh /srv/read.sh',
    lines: [],
  },
  {
    name: 'a key',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/key.asc | gpg --dearmor -o /etc/apt/keyrings/a.gpg',
    lines: [],
  },
  {
    name: 'or, not a pipe',
    dockerfile: `FROM a\nRUN curl -fsSL ${url} -o i.sh || sh fallback.sh`,
    lines: [],
  },
  {
    name: 'a different pipe in the same RUN',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x | tar x && echo true | sh',
    lines: [],
  },
  {
    name: 'saved by the download itself',
    dockerfile: `FROM a\nRUN curl -fsSL ${url} -o i.sh | sh`,
    lines: [],
  },
  {
    name: 'the response is stored in a variable',
    dockerfile: 'FROM a\nRUN V=$(curl -fsSL https://a.example/version) && echo "$V"',
    lines: [],
  },
  { name: 'printed', dockerfile: `FROM a\nRUN echo "curl ${url} | sh"`, lines: [] },
  { name: 'a local script', dockerfile: 'FROM a\nRUN cat /srv/install.sh | sh', lines: [] },
];
