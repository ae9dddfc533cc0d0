import { Hourglass, Unplug } from 'lucide-react';
import type { QueuePlace } from '../run/run-state.ts';

/** While a run waits: which place it has, or that no runner is there to take it. */
export function QueueNote({ queue }: { queue: QueuePlace | undefined }) {
  if (queue?.runners === 0) {
    return (
      <div className="flex gap-3 rounded-md border border-warn bg-warn-soft p-4">
        <Unplug aria-hidden size={20} className="mt-0.5 shrink-0 text-warn" />
        <div>
          <p className="font-semibold">No runner is connected</p>
          <p className="mt-1 text-sm">Your run is kept and starts by itself as soon as a runner connects. The checks in the editor work without one. If this is your own machine, start the runner with npm start.</p>
        </div>
      </div>
    );
  }
  return (
    <p className="flex items-center gap-3 text-soft">
      <Hourglass aria-hidden size={18} className="shrink-0" />
      {queue === undefined || queue.place <= 1 ? 'Next in the queue.' : `Place ${queue.place} in the queue.`} You may leave this page; the run goes on.
    </p>
  );
}
