import type { FindingCase } from '../../check/finding-case.ts';

const anyStage = 'accepts a HEALTHCHECK in any stage; in a build stage, it has no effect on the image';
const noInherit = 'reads only the last stage; the check is inherited';

const slim = 'FROM python:3.11-slim-bookworm';

export const cases: FindingCase[] = [
  {
    name: 'none',
    dockerfile: 'FROM a\nCMD ["x"]',
    lines: [1],
    also: ['DL3057', 'DS-0026', 'CKV_DOCKER_2', 'CIS-DI-0006', 'kics:healthcheck-instruction-missing'],
  },
  { name: 'NONE', dockerfile: 'FROM a\nHEALTHCHECK NONE', lines: [] },
  {
    name: 'several',
    dockerfile: 'FROM a\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b',
    lines: [2],
    also: ['DL3012', 'MultipleInstructionsDisallowed', 'DS-0023'],
  },
  {
    name: 'curl on slim',
    dockerfile: `${slim}\nHEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/ || exit 1`,
    lines: [2],
    fixed: `${slim}\nHEALTHCHECK --interval=30s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/', timeout=2)"]`,
    also: [],
  },
  {
    name: 'curl on slim, exec form',
    dockerfile: `${slim}\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]`,
    lines: [2],
  },
  {
    name: 'curl installed in a build stage',
    dockerfile: `${slim} AS b\nRUN apt-get install -y curl\n${slim}\nHEALTHCHECK CMD curl -f http://localhost/`,
    lines: [4],
    fixed: `${slim} AS b\nRUN apt-get install -y curl\n${slim}\nHEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost/', timeout=2)"]`,
    differs: { hadolint: 'requires a health check in every stage that no other stage is built FROM' },
  },
  {
    name: 'curl installed',
    dockerfile: `${slim}\nRUN apt-get update && apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost/`,
    lines: [],
  },
  {
    name: 'curl on a full base',
    dockerfile: 'FROM python:3.11-bookworm\nHEALTHCHECK CMD curl -f http://localhost/',
    lines: [],
  },
  {
    name: 'Python on slim',
    dockerfile: `${slim}\nHEALTHCHECK CMD ["python", "-c", "import urllib.request"]`,
    lines: [],
  },
  {
    name: 'inherited',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nFROM b',
    lines: [],
    differs: { kics: noInherit },
  },
  {
    name: 'only in a build stage',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nFROM c',
    lines: [3],
    differs: { trivy: anyStage, checkov: anyStage },
  },
  { name: 'only in a comment', dockerfile: 'FROM a\n# HEALTHCHECK CMD x\nCMD ["y"]', lines: [1] },
  { name: 'only in ONBUILD', dockerfile: 'FROM a\nONBUILD HEALTHCHECK CMD x', lines: [1] },
  { name: 'the last is NONE', dockerfile: 'FROM a\nHEALTHCHECK CMD x\nhealthcheck none', lines: [2] },
  {
    name: 'three',
    dockerfile: 'FROM a\nHEALTHCHECK CMD x\nRUN y\nHEALTHCHECK CMD y\nHEALTHCHECK CMD z',
    lines: [2, 4],
  },
  {
    name: 'several in a build stage',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nHEALTHCHECK CMD y\nFROM c\nHEALTHCHECK CMD z',
    lines: [2],
  },
  {
    name: 'several in the stage it is built FROM, and no others',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nHEALTHCHECK CMD y\nFROM b',
    lines: [2],
    differs: { kics: noInherit },
  },
  {
    name: 'several in one stage, none in the last',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nHEALTHCHECK CMD y\nFROM c',
    lines: [2, 4],
    also: [
      'DL3012',
      'MultipleInstructionsDisallowed',
      'DS-0023',
      'DL3057',
      'DS-0026',
      'CKV_DOCKER_2',
      'CIS-DI-0006',
      'kics:healthcheck-instruction-missing',
    ],
    differs: { checkov: anyStage, trivy: anyStage },
  },
  {
    name: 'wget on slim, after a flag',
    dockerfile: `${slim}\nHEALTHCHECK CMD wget -q localhost || exit 1`,
    lines: [2],
  },
  { name: 'exec form', dockerfile: 'FROM a\nHEALTHCHECK CMD ["/bin/check"]', lines: [] },
  {
    name: 'over two lines',
    dockerfile: 'FROM a\nHEALTHCHECK --interval=30s --retries=3 \\\n  CMD x',
    lines: [],
  },
  { name: 'lower case', dockerfile: 'FROM a\nhealthcheck cmd x', lines: [] },
  { name: 'first in the file', dockerfile: 'FROM a\nHEALTHCHECK CMD x\nCOPY y /z\nCMD ["w"]', lines: [] },
  {
    name: 'one in each stage',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nFROM c\nHEALTHCHECK CMD y',
    lines: [],
  },
  {
    name: 'wget copied in',
    dockerfile: `${slim}\nCOPY --from=tools:1 /bin/wget /bin/\nHEALTHCHECK CMD wget -q localhost`,
    lines: [],
  },
  {
    name: 'overridden across stages',
    dockerfile: 'FROM a AS b\nHEALTHCHECK CMD x\nFROM b\nHEALTHCHECK CMD y',
    lines: [],
  },
];
