import type { FindingCase } from '../../check/finding-case.ts';

const ranges = 'reads one number, not a range';
const values = 'does not substitute variables';

export const cases: FindingCase[] = [
  {
    name: 'too high',
    dockerfile: 'FROM a:1\nEXPOSE 80000',
    lines: [2],
    also: ['DL3011', 'DS-0008', 'kics:unix-ports-out-of-range'],
  },
  { name: 'one above the highest', dockerfile: 'FROM a:1\nEXPOSE 65536', lines: [2] },
  { name: 'with a protocol', dockerfile: 'FROM a:1\nEXPOSE 65536/udp', lines: [2] },
  { name: 'one of several', dockerfile: 'FROM a:1\nEXPOSE 80 443 99999', lines: [2] },
  {
    name: 'the end of a range',
    dockerfile: 'FROM a:1\nEXPOSE 8000-70000',
    lines: [2],
    differs: { trivy: ranges, kics: ranges },
  },
  {
    name: 'a range above the limit',
    dockerfile: 'FROM a:1\nEXPOSE 70000-80000',
    lines: [2],
    differs: { trivy: ranges, kics: ranges },
  },
  { name: 'on a continuation line', dockerfile: 'FROM a:1\nEXPOSE 80 \\\n  99999', lines: [2] },
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a:1 AS b\nEXPOSE 99999\nFROM a:1',
    lines: [2],
  },
  {
    name: 'from an ARG',
    dockerfile: 'FROM a:1\nARG PORT=80000\nEXPOSE $PORT',
    lines: [3],
    differs: { hadolint: values, trivy: values },
  },
  { name: 'a reversed range', dockerfile: 'FROM a:1\nEXPOSE 90-80', lines: [2], also: [] },
  { name: 'a mapping', dockerfile: 'FROM a:1\nEXPOSE 8080:80', lines: [2], also: ['ExposeInvalidFormat'] },
  { name: 'a mapping with an IP address', dockerfile: 'FROM a:1\nEXPOSE 127.0.0.1:80:80', lines: [2] },
  {
    name: 'a protocol in upper case',
    dockerfile: 'FROM a:1\nEXPOSE 80/TCP',
    lines: [2],
    also: ['ExposeProtoCasing'],
    fixed: 'FROM a:1\nEXPOSE 80/tcp',
  },
  {
    name: 'two protocols in upper case',
    dockerfile: 'FROM a:1\nexpose 80/Tcp 53/UDP',
    lines: [2],
    fixed: 'FROM a:1\nexpose 80/tcp 53/udp',
  },
  { name: 'a word', dockerfile: 'FROM a:1\nEXPOSE http', lines: [2] },
  { name: 'a comma', dockerfile: 'FROM a:1\nEXPOSE 80, 90', lines: [2] },
  { name: 'an invalid protocol', dockerfile: 'FROM a:1\nEXPOSE 80/http', lines: [2] },
  { name: 'below zero', dockerfile: 'FROM a:1\nEXPOSE -1', lines: [2] },
  { name: 'a port', dockerfile: 'FROM a:1\nEXPOSE 8000', lines: [] },
  { name: 'the highest', dockerfile: 'FROM a:1\nEXPOSE 65535', lines: [] },
  { name: 'zero', dockerfile: 'FROM a:1\nEXPOSE 0', lines: [] },
  { name: 'several', dockerfile: 'FROM a:1\nEXPOSE 80 443/tcp 53/udp', lines: [] },
  { name: 'a range', dockerfile: 'FROM a:1\nEXPOSE 8000-8010/udp', lines: [] },
  { name: 'in quotes', dockerfile: 'FROM a:1\nEXPOSE "80"', lines: [] },
  { name: 'a value that is set at build time', dockerfile: 'FROM a:1\nARG PORT\nEXPOSE $PORT', lines: [] },
  { name: 'a value that is a port', dockerfile: 'FROM a:1\nENV PORT=8000\nEXPOSE ${PORT}/tcp', lines: [] },
  { name: 'a different protocol', dockerfile: 'FROM a:1\nEXPOSE 80/sctp', lines: [] },
  { name: 'ONBUILD', dockerfile: 'FROM a:1\nONBUILD EXPOSE 99999', lines: [] },
  {
    name: 'a number in a different instruction',
    dockerfile: 'FROM a:1\nENV PORT=99999\nRUN echo EXPOSE 99999',
    lines: [],
  },
];
