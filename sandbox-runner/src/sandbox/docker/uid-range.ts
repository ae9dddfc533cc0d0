/**
 * Number of UIDs per sandbox: its own user, then the 65,536 that are mapped inside. Kernel quotas on keys,
 * user namespaces and inotify are per UID.
 */
export const uidsPerSandbox = 65_537;

/** First host UID of the range that belongs to a slot of the pool. */
export function uidOfSlot(uidBase: number, slot: number): number {
  return uidBase + slot * uidsPerSandbox;
}
