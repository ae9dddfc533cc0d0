import { lastBackup } from '../backup/last-backup.ts';
import type { Check } from './check.ts';
import { type Finding, good, NotChecked, warning } from './finding.ts';
import { longTime } from './long-time.ts';

/** When the last backup of this installation was completed. */
export const backup: Check = {
  name: 'backup',
  about: 'age of the last backup',
  async run({ runner: { DATA_DIR } }) {
    const last = await lastBackup(DATA_DIR);
    if (last === undefined)
      throw new NotChecked(
        `no dfm backup of ${DATA_DIR} is known`,
        'Make one every night, as docs/operators/backup.md describes, or make sure that you have a different kind of backup.',
      );
    return [backupFinding(last, Date.now())];
  },
};

/** A nightly backup is at most a day old, and one may fail without anything being wrong for long. */
const maxAgeMs = 2 * 24 * 60 * 60_000;

export function backupFinding({ at, file }: { at: Date; file: string }, now: number): Finding {
  const ageMs = now - at.getTime();
  const saw = `${file}, ${longTime(ageMs)} old`;
  return ageMs <= maxAgeMs
    ? good(saw)
    : warning(saw, 'Find out why none was made since: cron mails what a backup prints if it fails.');
}
