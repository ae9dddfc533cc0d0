import type { FindingCase } from '../../check/finding-case.ts';

export const cases: FindingCase[] = [
  {
    name: 'chown -R after COPY',
    dockerfile: 'FROM a\nWORKDIR /srv\nCOPY . .\nRUN chown -R app:app /srv',
    lines: [4],
  },
  {
    name: 'relative to the workdir',
    dockerfile: 'FROM a\nWORKDIR /srv\nCOPY . .\nRUN useradd app && chown -R app .',
    lines: [4],
  },
  {
    name: 'chmod of a folder inside',
    dockerfile: 'FROM a\nCOPY . /srv\nRUN chmod --recursive 755 /srv/bin',
    lines: [3],
  },
  { name: 'chown before COPY', dockerfile: 'FROM a\nRUN chown -R app /srv\nCOPY . /srv', lines: [] },
  { name: 'another folder', dockerfile: 'FROM a\nCOPY . /srv\nRUN chown -R app /srv2', lines: [] },
  { name: 'one file', dockerfile: 'FROM a\nCOPY . /srv\nRUN chmod 755 /srv/start.sh', lines: [] },
  { name: 'COPY --chown', dockerfile: 'FROM a\nCOPY --chown=app . /srv', lines: [] },
  {
    name: 'in a build stage',
    dockerfile: 'FROM a AS b\nCOPY . /srv\nRUN chown -R app /srv\nFROM a',
    lines: [],
  },
];
