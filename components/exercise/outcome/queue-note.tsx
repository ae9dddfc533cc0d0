import { Hourglass, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { aboutDuration } from '../../ui/about-duration.ts';
import { preparationWords } from '../preparation/preparation-words.ts';
import type { QueuePosition } from '../run/run-state.ts';

/** While a run waits: which place it has, or that no node is there to take it. */
export function QueueNote({ queue }: { queue: QueuePosition | undefined }) {
  if (queue !== undefined && queue.lacks.length > 0) {
    return (
      <Waiting title={`No ${queue.lacks.join(' and ')} node is connected`}>
        This exercise runs on a node with {queue.lacks.join(' and ')}. Your run is kept and starts by itself
        as soon as one connects. Ask your instructor when that will be, or cancel it and go on with another
        exercise.
      </Waiting>
    );
  }
  if (queue?.preparation !== undefined) {
    const { base, failure } = queue.preparation;
    return (
      <Waiting title={base === undefined ? 'Your run waits for the sandboxes' : `Your run waits for ${base}`}>
        {preparationWords(queue.preparation)} {failure === undefined && 'Your run then starts by itself. '}It
        is kept if you reload or leave this page.
      </Waiting>
    );
  }
  if (queue?.runners === 0) {
    return (
      <Waiting title="No runner is connected">
        Your run is kept and starts by itself as soon as a runner connects. The checks in the editor work
        without one. If this is your own machine, start the runner with npm start.
      </Waiting>
    );
  }
  return (
    <p className="flex items-center gap-3 text-soft">
      <Hourglass aria-hidden size={18} className="shrink-0" />
      {queue === undefined || queue.place <= 1 ? 'Next in the queue.' : `Place ${queue.place} in the queue.`}
      {queue?.startsInMs !== undefined &&
        queue.startsInMs >= 5_000 &&
        ` It starts in ${aboutDuration(queue.startsInMs)}.`}{' '}
      You may leave this page; the run goes on.
    </p>
  );
}

function Waiting({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 rounded-md border border-warn bg-warn-soft p-4">
      <Unplug aria-hidden size={20} className="mt-0.5 shrink-0 text-warn" />
      <div>
        <p className="font-semibold">{title}</p>
        <p className="mt-1 text-sm">{children}</p>
      </div>
    </div>
  );
}
