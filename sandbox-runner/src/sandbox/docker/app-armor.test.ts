import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appArmorOption, appArmorState } from './app-armor.ts';

let sys: string;
beforeEach(async () => {
  sys = await mkdtemp(join(tmpdir(), 'sysfs-'));
});
afterEach(() => rm(sys, { recursive: true }));

const enabled = 'module/apparmor/parameters/enabled';
const profiles = 'kernel/security/apparmor/profiles';

test.each<[name: string, files: Record<string, string>, state: string, option: string]>([
  ['a kernel without AppArmor', {}, 'absent', 'unconfined'],
  ['AppArmor disabled', { [enabled]: 'N\n' }, 'absent', 'unconfined'],
  [
    'a loaded profile',
    { [enabled]: 'Y\n', [profiles]: 'docker-default (enforce)\ndfm-sandbox (enforce)\n' },
    'enforced',
    'dfm-sandbox',
  ],
  [
    'a profile in complain mode',
    { [enabled]: 'Y\n', [profiles]: 'dfm-sandbox (complain)\n' },
    'unloaded',
    'dfm-sandbox',
  ],
  [
    'only other profiles',
    { [enabled]: 'Y\n', [profiles]: 'docker-default (enforce)\ndfm-sandbox-old (enforce)\n' },
    'unloaded',
    'dfm-sandbox',
  ],
  ['a securityfs that is not mounted', { [enabled]: 'Y\n' }, 'unloaded', 'dfm-sandbox'],
])('%s', async (_name, files, state, option) => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(sys, path)), { recursive: true });
    await writeFile(join(sys, path), text);
  }
  expect([await appArmorState(sys), await appArmorOption(sys)]).toEqual([state, option]);
});
