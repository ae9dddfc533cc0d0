import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kernelFindings } from './kernel.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kernel-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const ext4 = 0xef53;
const xfs = 0x58465342;
const loaded = 'nodev\tproc\nnodev\toverlay\n\text4\n\txfs\n';

test.each<[string, string, number | undefined, Record<string, string>, string[]]>([
  [
    'all there',
    '6.1.0-18-amd64',
    ext4,
    { 'proc/filesystems': loaded },
    ['good: Linux 6.1.0-18-amd64, user namespaces, overlay, XFS, cgroup v1'],
  ],
  [
    'cgroup v2, and DATA_DIR on XFS',
    '5.19.0',
    xfs,
    { 'proc/filesystems': loaded, 'sys/fs/cgroup/cgroup.controllers': 'cpu io memory pids\n' },
    ['good: Linux 5.19.0, user namespaces, overlay, DATA_DIR on XFS, cgroup v2'],
  ],
  [
    'modules that are not loaded',
    '6.1.0',
    ext4,
    {
      'proc/filesystems': '\text4\n',
      'lib/modules/6.1.0/modules.dep': 'kernel/fs/xfs/xfs.ko.xz: kernel/lib/libcrc32c.ko.xz\n',
      'lib/modules/6.1.0/modules.builtin': 'kernel/fs/overlayfs/overlay.ko\n',
    },
    ['good: '],
  ],
  [
    'modules of a different kernel',
    '6.1.0',
    ext4,
    { 'proc/filesystems': loaded.replace('xfs', 'xfsx'), 'lib/modules/6.1.1/modules.dep': '/xfs.ko' },
    ['warning: the kernel has no XFS'],
  ],
  [
    'no XFS, where it is not needed',
    '6.1.0',
    0x9123683e,
    { 'proc/filesystems': 'nodev\toverlay\n' },
    ['good: '],
  ],
  ['no overlay', '6.1.0', xfs, { 'proc/filesystems': '\txfs\n' }, ['problem: the kernel has no overlay']],
  ['an older kernel', '5.18.19', ext4, { 'proc/filesystems': loaded }, ['warning: Linux 5.18.19 cannot map']],
  [
    'an old kernel with a high minor',
    '4.20.0',
    undefined,
    { 'proc/filesystems': loaded },
    ['warning: Linux 4.20.0'],
  ],
  [
    'no user namespaces',
    '6.1.0',
    ext4,
    { 'proc/filesystems': loaded, 'proc/sys/user/max_user_namespaces': '0\n' },
    ['problem: this system allows no user namespaces'],
  ],
])('%s', async (_name, version, type, files, expected) => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const found = (await kernelFindings(version, type, root)).map(({ result, saw }) => `${result}: ${saw}`);
  expect(found).toEqual(expected.map((start) => expect.stringMatching(new RegExp(`^${start}`))));
});
