import 'server-only';
import { perProcess } from '../platform/per-process.ts';

/** Number of open event streams of this process, by learner. */
export const openStreams = () => perProcess('open-streams', () => new Map<string, number>());

export function openStreamCount(): number {
  return openStreams()
    .values()
    .reduce((sum, open) => sum + open, 0);
}
