import 'server-only';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';

/** Counts a report or a reply of a reader. @throws PlatformError `rate-limited` for the reader or the network */
export async function countReport(
  learnerId: string,
  headers: Headers,
  transaction: Parameters<typeof countUse>[2],
): Promise<void> {
  await countUse(networkKey(headers), 'report from a network', transaction);
  await countUse(learnerId, 'report', transaction);
}
