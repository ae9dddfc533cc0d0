import 'server-only';
import { perProcess } from '../platform/per-process.ts';

/** How many event streams of this process are open, by learner. */
export const openStreams = () => perProcess('open-streams', () => new Map<string, number>());

export function openStreamCount(): number {
  return openStreams()
    .values()
    .reduce((sum, open) => sum + open, 0);
}
