import { formatBytes } from '@dfm/contracts/quantity';
import { type VerifiedShelf, verifyShelf } from '@dfm/sandbox-runner/verify-shelf';
import type { Check } from './check.ts';
import { type Finding, good, NotChecked, problem, warning } from './finding.ts';

/** Takes a few seconds to read. */
const sampleBytes = 256 * 1024 ** 2;

/** Whether the shelf has what its lists declare, unchanged. */
export const shelf: Check = {
  name: 'shelf',
  about: 'base images, images for labs and wheels, with the digests of a sample',
  limitMs: 60_000,
  async run({ runner: { SHELF_DIR } }, signal) {
    const verified = await verifyShelf(SHELF_DIR, sampleBytes, signal);
    if (verified === undefined)
      throw new NotChecked(
        `${SHELF_DIR} has no prepared shelf`,
        'Start the site with npm start, which prepares it; on a machine without sandboxes, none is needed.',
      );
    return shelfFindings(SHELF_DIR, verified);
  },
};

export function shelfFindings(shelfDir: string, verified: VerifiedShelf): Finding[] {
  const { images, services, wheels, missing, missingServices, damaged, readBytes } = verified;
  const findings: Finding[] = [];
  const some = (names: readonly string[]) =>
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  if (missing.length > 0)
    findings.push(
      problem(
        `the shelf does not have ${some(missing)}`,
        'Restart the site with npm start, which adds what is missing.',
      ),
    );
  if (damaged.length > 0)
    findings.push(
      problem(
        `changed or gone: ${some(damaged)}`,
        `Stop the site, remove ${shelfDir}, and start it again, which makes a new shelf; then test the disk.`,
      ),
    );
  if (missingServices.length > 0)
    findings.push(
      warning(
        `images for labs are missing: ${some(missingServices)}`,
        'Leave npm start running until it prints that everything is prepared.',
      ),
    );
  return findings.length > 0
    ? findings
    : [
        good(
          `${images.length} base images, ${services.length} for labs, ${wheels} wheels; ${formatBytes(readBytes)} have the right digest`,
        ),
      ];
}
