import type { FindingCase } from '../../check/finding-case.ts';

const context = { files: [{ path: 'app.py', bytes: 1 }], totalBytesBefore: 1, dockerignore: undefined };

export const cases: FindingCase[] = [
  {
    name: 'COPY . . above pip install',
    dockerfile: 'FROM a\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["x"]',
    lines: [3],
    fixed:
      'FROM a\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["x"]',
  },
  {
    name: 'absolute destination and a step between them',
    dockerfile: 'FROM a\nCOPY --chown=1:1 ./ /srv\nENV A=b\nRUN pip install -r /srv/requirements.txt',
    lines: [2],
    fixed:
      'FROM a\nCOPY --chown=1:1 requirements.txt /srv/\nENV A=b\nRUN pip install -r /srv/requirements.txt\nCOPY --chown=1:1 ./ /srv',
  },
  {
    name: 'quotes in a flag',
    dockerfile:
      'FROM a\nWORKDIR /srv\nCOPY --chown="a b" --chmod=\'755\' . .\nRUN pip install -r requirements.txt',
    lines: [3],
    fixed:
      'FROM a\nWORKDIR /srv\nCOPY --chown="a b" --chmod=\'755\' requirements.txt .\nRUN pip install -r requirements.txt\nCOPY --chown="a b" --chmod=\'755\' . .',
  },
  {
    name: 'over two lines',
    dockerfile: 'FROM a\nWORKDIR /srv\nCOPY --chown=1 \\\n  . .\nRUN pip install -r requirements.txt',
    lines: [3],
  },
  { name: 'a pattern of everything', dockerfile: 'FROM a\nCOPY * ./\nRUN npm ci', lines: [2] },
  {
    name: 'conda',
    dockerfile: 'FROM a\nCOPY . /srv\nRUN conda env create -f /srv/environment.yml',
    lines: [2],
  },
  { name: 'a heredoc', dockerfile: 'FROM a\nCOPY . /srv\nRUN <<EOF\nset -e\npip install x\nEOF', lines: [2] },
  {
    name: 'twice, the first counts',
    dockerfile: 'FROM a\nCOPY . /a\nCOPY . /b\nRUN pip install x',
    lines: [2],
  },
  {
    name: 'after the install',
    dockerfile: 'FROM a\nRUN pip install x\nCOPY . .\nRUN python train.py',
    lines: [],
  },
  {
    name: 'a pattern of lists',
    dockerfile: 'FROM a\nCOPY requirements*.txt ./\nRUN pip install -r requirements.txt\nCOPY . .',
    lines: [],
  },
  {
    name: 'a bound list',
    dockerfile:
      'FROM a\nRUN --mount=type=bind,source=requirements.txt,target=/r.txt pip install -r /r.txt\nCOPY . .',
    lines: [],
  },
  { name: 'in a comment', dockerfile: 'FROM a\n# COPY . .\nRUN pip install x', lines: [] },
  { name: 'ONBUILD', dockerfile: 'FROM a\nONBUILD COPY . .\nRUN pip install x', lines: [] },
  { name: 'pip only listed', dockerfile: 'FROM a\nCOPY . .\nRUN pip list && pip check', lines: [] },
  {
    name: 'the list is not in the context',
    dockerfile: 'FROM a\nCOPY . .\nRUN pip install -r requirements.txt',
    lines: [2],
    context,
  },
  {
    name: 'a step between them may need the files',
    dockerfile: 'FROM a\nCOPY . .\nRUN python gen.py\nRUN pip install -r requirements.txt',
    lines: [2],
  },
  {
    name: 'a WORKDIR between them',
    dockerfile: 'FROM a\nCOPY . /srv\nWORKDIR /srv\nRUN pip install -r requirements.txt',
    lines: [2],
  },
  {
    name: 'apt below',
    dockerfile: 'FROM a\nADD * /srv/\nRUN apt-get update && apt-get install -y curl',
    lines: [2],
  },
  {
    name: 'inherited from a different stage',
    dockerfile: 'FROM a AS b\nCOPY . .\nFROM b\nRUN uv sync',
    lines: [2],
  },
  {
    name: 'in a build stage, which is also rebuilt',
    dockerfile: 'FROM a AS b\nCOPY . .\nRUN pip install x\nFROM a',
    lines: [2],
  },
  {
    name: 'list first',
    dockerfile: 'FROM a\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .',
    lines: [],
  },
  { name: 'only a folder', dockerfile: 'FROM a\nCOPY src/ src/\nRUN pip install x', lines: [] },
  { name: 'from a different stage', dockerfile: 'FROM a\nCOPY --from=b . .\nRUN pip install x', lines: [] },
  {
    name: 'the project itself is installed',
    dockerfile: 'FROM a\nCOPY . .\nRUN pip install --no-cache-dir .',
    lines: [],
  },
  { name: 'a different stage', dockerfile: 'FROM a\nCOPY . .\nFROM a\nRUN pip install x', lines: [] },
  { name: 'no install', dockerfile: 'FROM a\nCOPY . .\nRUN echo pip install', lines: [] },
];
