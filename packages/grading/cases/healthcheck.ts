import type { FindingCase } from './finding-case.ts';

const slim = 'FROM python:3.11-slim-bookworm';

export const cases: FindingCase[] = [
  { name: 'none', dockerfile: 'FROM a\nCMD ["x"]', lines: [1] },
  { name: 'NONE', dockerfile: 'FROM a\nHEALTHCHECK NONE', lines: [2] },
  { name: 'several', dockerfile: 'FROM a\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b', lines: [2] },
  { name: 'curl on slim', dockerfile: `${slim}\nHEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/ || exit 1`, lines: [2] },
  { name: 'curl on slim, exec form', dockerfile: `${slim}\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]`, lines: [2] },
  { name: 'curl installed in a stage that is not shipped', dockerfile: `${slim} AS b\nRUN apt-get install -y curl\n${slim}\nHEALTHCHECK CMD curl -f http://localhost/`, lines: [4] },
  { name: 'curl installed', dockerfile: `${slim}\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost/`, lines: [] },
  { name: 'curl on a full base', dockerfile: 'FROM python:3.11-bookworm\nHEALTHCHECK CMD curl -f http://localhost/', lines: [] },
  { name: 'Python on slim', dockerfile: `${slim}\nHEALTHCHECK CMD ["python", "-c", "import urllib.request"]`, lines: [] },
  { name: 'inherited', dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nFROM b', lines: [] },
  { name: 'overridden across stages', dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nFROM b\nHEALTHCHECK CMD y', lines: [] },
];
