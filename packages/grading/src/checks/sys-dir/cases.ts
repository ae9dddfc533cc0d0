import type { FindingCase } from '../../check/finding-case.ts';

const asWritten = 'compares the beginning of the path as written, with a slash after the directory';
const noSys = 'does not have /sys in its list';
const notOnbuild = 'does not read ONBUILD';

export const cases: FindingCase[] = [
  { name: 'in /proc', dockerfile: 'FROM a\nWORKDIR /proc/app', lines: [2], also: ['DS-0030'] },
  { name: 'in /dev', dockerfile: 'FROM a\nWORKDIR /dev/shm/app', lines: [2] },
  { name: 'in /boot', dockerfile: 'FROM a\nWORKDIR /boot/app', lines: [2] },
  { name: 'in /initrd', dockerfile: 'FROM a\nWORKDIR /initrd/x', lines: [2] },
  { name: 'in /lost+found', dockerfile: 'FROM a\nWORKDIR /lost+found/x', lines: [2] },
  { name: 'in /sys', dockerfile: 'FROM a\nWORKDIR /sys/fs', lines: [2], differs: { trivy: noSys } },
  { name: 'quoted', dockerfile: 'FROM a\nWORKDIR "/proc/app"', lines: [2] },
  {
    name: 'the directory itself',
    dockerfile: 'FROM a\nWORKDIR /dev',
    lines: [2],
    differs: { trivy: asWritten },
  },
  { name: 'with a slash at the end', dockerfile: 'FROM a\nWORKDIR /proc/', lines: [2] },
  {
    name: 'relative to an earlier one',
    dockerfile: 'FROM a\nWORKDIR /dev\nWORKDIR app',
    lines: [2, 3],
    differs: { trivy: asWritten },
  },
  {
    name: 'through dots',
    dockerfile: 'FROM a\nWORKDIR /srv/../proc/1',
    lines: [2],
    differs: { trivy: asWritten },
  },
  {
    name: 'from a variable',
    dockerfile: 'FROM a\nENV HOME_DIR=/dev/app\nWORKDIR $HOME_DIR',
    lines: [3],
    differs: { trivy: asWritten },
  },
  {
    name: 'in a build stage',
    dockerfile: 'FROM a AS build\nWORKDIR /proc/x\nFROM b\nWORKDIR /srv',
    lines: [2],
  },
  { name: 'a volume on /sys', dockerfile: 'FROM a\nVOLUME /sys', lines: [2], also: ['DKL-DI-0002'] },
  { name: 'a volume on /etc, exec form', dockerfile: 'FROM a\nVOLUME ["/data", "/etc"]', lines: [2] },
  { name: 'copied into /proc', dockerfile: 'FROM a\nCOPY x /proc/x', lines: [2], also: [] },
  {
    name: 'ONBUILD',
    dockerfile: 'FROM a\nONBUILD WORKDIR /proc/x',
    lines: [2],
    differs: { trivy: notOnbuild },
  },
  { name: 'a separate directory', dockerfile: 'FROM a\nWORKDIR /srv/app', lines: [] },
  { name: 'a name that begins so', dockerfile: 'FROM a\nWORKDIR /development', lines: [] },
  { name: 'a different one with the same beginning', dockerfile: 'FROM a\nWORKDIR /procedures', lines: [] },
  { name: 'the name further down', dockerfile: 'FROM a\nWORKDIR /opt/proc/app', lines: [] },
  { name: 'into such a directory and out again', dockerfile: 'FROM a\nWORKDIR /srv/dev/../app', lines: [] },
  { name: 'a relative name', dockerfile: 'FROM a\nWORKDIR /srv\nWORKDIR dev', lines: [] },
  { name: 'the root', dockerfile: 'FROM a\nWORKDIR /', lines: [] },
  { name: 'a volume below /etc', dockerfile: 'FROM a\nVOLUME /etc/service.d', lines: [] },
  { name: 'a volume below /usr', dockerfile: 'FROM a\nVOLUME ["/usr/share/site/html"]', lines: [] },
  { name: 'copied into /etc', dockerfile: 'FROM a\nCOPY a.conf /etc/a.conf', lines: [] },
  { name: 'copied below /opt', dockerfile: 'FROM a\nCOPY x /opt/sys/x', lines: [] },
  { name: 'a variable without a value', dockerfile: 'FROM a\nARG DIR\nWORKDIR $DIR', lines: [] },
  { name: 'a kernel for a machine image', dockerfile: 'FROM a\nCOPY vmlinuz /boot/vmlinuz', lines: [] },
];
