import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../host/command.ts';
import type { Progress } from '../../host/progress.ts';

/** The name in the profile file. */
const profileName = 'dfm-sandbox';
const profilePath = join(import.meta.dirname, '../../../profiles/apparmor-sandbox');
const loadArguments = ['--replace', '--write-cache', profilePath];

/** Command for an operator to load the profile, which stays loaded until the machine restarts. */
export const appArmorCommand = ['sudo', 'apparmor_parser', ...loadArguments].join(' ');

/** `absent`: the kernel does not use AppArmor. `unloaded`: it does, and the profile is not in force. */
export type AppArmorState = 'enforced' | 'unloaded' | 'absent';

/** @param sys where sysfs is mounted, with securityfs below it */
export async function appArmorState(sys = '/sys'): Promise<AppArmorState> {
  const enabled = await readFile(join(sys, 'module/apparmor/parameters/enabled'), 'utf8').catch(() => 'N');
  if (enabled.trim() !== 'Y') return 'absent';
  const profiles = await readFile(join(sys, 'kernel/security/apparmor/profiles'), 'utf8').catch(() => '');
  return profiles.split('\n').includes(`${profileName} (enforce)`) ? 'enforced' : 'unloaded';
}

/** Loads the profile if AppArmor is in use and does not have it. Requires root and AppArmor's own parser. */
export async function loadAppArmorProfile(progress: Progress): Promise<void> {
  if ((await appArmorState()) !== 'unloaded') return;
  await runCommand('apparmor_parser', loadArguments);
  progress('AppArmor', `${profileName} is loaded`);
}

/** Value of `apparmor=` for a sandbox's container. */
export async function appArmorOption(sys = '/sys'): Promise<string> {
  return (await appArmorState(sys)) === 'absent' ? 'unconfined' : profileName;
}
