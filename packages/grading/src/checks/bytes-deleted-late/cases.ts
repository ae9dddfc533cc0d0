import type { FindingCase } from '../../check/finding-case.ts';

export const cases: FindingCase[] = [
  {
    name: 'apt lists in a later RUN',
    dockerfile: 'FROM a\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*',
    lines: [3],
  },
  { name: 'a copied file', dockerfile: 'FROM a\nWORKDIR /srv\nCOPY data.csv .\nRUN rm data.csv', lines: [4] },
  {
    name: 'a copied file under a different name',
    dockerfile: 'FROM a\nCOPY raw/data.csv /tmp/x\nRUN rm /tmp/x',
    lines: [3],
  },
  {
    name: 'next to a copied file',
    dockerfile: 'FROM a\nWORKDIR /srv\nCOPY data.csv .\nRUN rm other.csv',
    lines: [],
  },
  { name: 'in a copied folder', dockerfile: 'FROM a\nWORKDIR /srv\nCOPY . .\nRUN rm -r data', lines: [4] },
  {
    name: 'a download',
    dockerfile:
      'FROM a\nRUN curl -o /tmp/m.tgz https://example.org/m.tgz\nRUN tar xf /tmp/m.tgz && rm /tmp/m.tgz',
    lines: [3],
  },
  {
    name: 'a download under its original name',
    dockerfile: 'FROM a\nWORKDIR /x\nRUN wget https://example.org/m.tgz?v=1\nRUN rm m.tgz',
    lines: [4],
  },
  {
    name: 'a clone',
    dockerfile: 'FROM a\nRUN git clone --depth 1 https://example.org/lib.git\nRUN rm -rf /lib',
    lines: [3],
  },
  { name: 'the pip cache', dockerfile: 'FROM a\nRUN pip install x\nRUN rm -rf /root/.cache/pip', lines: [3] },
  {
    name: 'in the same RUN',
    dockerfile: 'FROM a\nRUN curl -o /tmp/m.tgz https://example.org/m.tgz && rm /tmp/m.tgz',
    lines: [],
  },
  {
    name: 'twice in the same RUN',
    dockerfile: 'FROM a\nRUN apt-get update\nRUN apt-get update && rm -rf /var/lib/apt/lists/*',
    lines: [],
  },
  { name: 'a different command', dockerfile: 'FROM a\nCOPY . /srv\nRUN rm -rf /srv2/data', lines: [] },
  {
    name: 'in a build stage',
    dockerfile: 'FROM a AS b\nCOPY . /srv\nRUN rm -r /srv/data\nFROM a',
    lines: [],
  },
];
