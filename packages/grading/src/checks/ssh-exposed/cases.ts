import type { FindingCase } from '../../check/finding-case.ts';

const wholeWord =
  'compares each word with a list, without ranges, quotes, variables and protocols it does not name';
const everyStage = 'reads every stage; the EXPOSE of a build stage is not in the image';

export const cases: FindingCase[] = [
  {
    name: 'the port',
    dockerfile: 'FROM a\nEXPOSE 22',
    lines: [2],
    also: ['CKV_DOCKER_1', 'DS-0004', 'kics:exposing-port-22-ssh'],
  },
  {
    name: 'with its protocol',
    dockerfile: 'FROM a\nEXPOSE 22/tcp',
    lines: [2],
    differs: { kics: wholeWord },
  },
  { name: 'among others', dockerfile: 'FROM a\nEXPOSE 80 22 443', lines: [2] },
  {
    name: 'among others, with protocols',
    dockerfile: 'FROM a\nEXPOSE 8080/tcp 22/tcp',
    lines: [2],
    differs: { kics: wholeWord },
  },
  {
    name: 'udp',
    dockerfile: 'FROM a\nEXPOSE 22/udp',
    lines: [2],
    differs: { checkov: wholeWord, kics: wholeWord },
  },
  { name: 'the second EXPOSE', dockerfile: 'FROM a\nEXPOSE 80\nEXPOSE 22', lines: [3] },
  {
    name: 'in a range',
    dockerfile: 'FROM a\nEXPOSE 20-25',
    lines: [2],
    differs: { checkov: wholeWord, kics: wholeWord, trivy: wholeWord },
  },
  {
    name: 'from an argument',
    dockerfile: 'FROM a\nARG PORT=22\nEXPOSE $PORT',
    lines: [3],
    differs: { checkov: wholeWord, trivy: wholeWord },
  },
  { name: 'lower case', dockerfile: 'from a\nexpose 22', lines: [2] },
  {
    name: 'on a continuation line',
    dockerfile: 'FROM a\nEXPOSE 80 \\\n  # for the operators\n  22',
    lines: [4],
  },
  {
    name: 'quoted',
    dockerfile: 'FROM a\nEXPOSE "22"',
    lines: [2],
    differs: { checkov: wholeWord, kics: wholeWord, trivy: wholeWord },
  },
  {
    name: 'in the stage that the final one is built FROM',
    dockerfile: 'FROM a AS base\nEXPOSE 22\nFROM base\nCMD ["x"]',
    lines: [2],
  },
  {
    name: 'a server is installed',
    dockerfile: 'FROM a\nRUN apt-get update && apt-get install -y openssh-server',
    lines: [2],
    also: [],
  },
  { name: 'dropbear on Alpine', dockerfile: 'FROM a\nRUN apk add --no-cache dropbear', lines: [2] },
  { name: 'a different port', dockerfile: 'FROM a\nEXPOSE 8000', lines: [] },
  { name: 'ports that contain the digits', dockerfile: 'FROM a\nEXPOSE 2222 8022 220 122', lines: [] },
  { name: 'a range next to it', dockerfile: 'FROM a\nEXPOSE 23-30', lines: [] },
  { name: 'no EXPOSE', dockerfile: 'FROM a\nCMD ["x"]', lines: [] },
  { name: 'a client', dockerfile: 'FROM a\nRUN apt-get install -y openssh-client', lines: [] },
  { name: 'a comment', dockerfile: 'FROM a\n# EXPOSE 22\nEXPOSE 80', lines: [] },
  { name: 'a variable without a value', dockerfile: 'FROM a\nARG PORT\nEXPOSE $PORT', lines: [] },
  { name: 'a variable with a different port', dockerfile: 'FROM a\nENV PORT=8022\nEXPOSE $PORT', lines: [] },
  { name: 'the number in a label', dockerfile: 'FROM a\nLABEL port=22', lines: [] },
  { name: 'a command that connects', dockerfile: 'FROM a\nRUN ssh -p 22 host true', lines: [] },
  { name: 'a range of high ports', dockerfile: 'FROM a\nEXPOSE 2200-2299/tcp', lines: [] },
  {
    name: 'a build stage that is not part of the image',
    dockerfile: 'FROM a AS build\nEXPOSE 22\nFROM b\nEXPOSE 80',
    lines: [],
    differs: { checkov: everyStage, kics: everyStage, trivy: everyStage },
  },
];
