import type { QueuePosition } from '@dfm/contracts/browser-api';
import { formatEstimate } from '@dfm/contracts/quantity';
import { Hourglass, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { preparationText } from '../preparation/preparation-text.ts';

interface Props {
  queue: QueuePosition | undefined;
  /** No node is there to take the run. */
  waitsForRunner: boolean;
}

/** Shown while a run waits: its position in the queue, or that no node is there to take it. */
export function QueueNote({ queue, waitsForRunner }: Props) {
  if (waitsForRunner && queue !== undefined && queue.lacks.length > 0) {
    return (
      <Waiting title={`No ${queue.lacks.join(' and ')} node is connected`}>
        This exercise needs a node with {queue.lacks.join(' and ')}. Your run is kept and starts automatically
        as soon as one connects. Ask your instructor when that will be, or cancel the run and continue with a
        different exercise.
      </Waiting>
    );
  }
  if (queue?.preparation !== undefined) {
    const { base, failure } = queue.preparation;
    return (
      <Waiting
        title={
          base === undefined ? 'Your run is waiting for the sandboxes' : `Your run is waiting for ${base}`
        }
      >
        {preparationText(queue.preparation)} {failure === undefined && 'Your run then starts automatically. '}
        It is kept if you reload or leave this page.
      </Waiting>
    );
  }
  if (waitsForRunner) {
    return (
      <Waiting title="No runner is connected">
        Your run is kept and starts automatically as soon as a runner connects. The checks in the editor work
        without one. If this is your own machine, start the runner with npm start.
      </Waiting>
    );
  }
  return (
    <p className="flex items-center gap-3 text-soft">
      <Hourglass aria-hidden size={18} className="shrink-0" />
      {queue === undefined || queue.place <= 1 ? 'Next in the queue.' : `Number ${queue.place} in the queue.`}
      {queue?.startsInMs !== undefined &&
        queue.startsInMs >= 5_000 &&
        ` It starts in ${formatEstimate(queue.startsInMs)}.`}{' '}
      You can leave this page. The run continues.
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
