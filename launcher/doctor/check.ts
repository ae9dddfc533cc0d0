import type { Examined } from './examined.ts';
import type { Finding } from './finding.ts';

/** One part of an installation that can be looked at by itself. */
export interface Check {
  /** As it is given to the command. */
  name: string;
  /** What it looks at, in a few words. */
  about: string;
  /** Without root, it is not checked. */
  needsRoot?: true;
  /** More than the usual time. */
  limitMs?: number;
  /**
   * Looks, and changes nothing that stays. Once the signal aborts, it cleans up and rejects.
   *
   * @returns at least one finding
   * @throws NotChecked if there is nothing to look at
   */
  run(examined: Examined, signal: AbortSignal): Promise<Finding[]>;
}
