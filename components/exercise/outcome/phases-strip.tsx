import { formatDuration } from '@dfm/contracts/quantity';
import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import type { PhaseView } from '../run/live-run.ts';
import { phaseLabel } from './phase-label.ts';

const icons = { waiting: Circle, running: LoaderCircle, done: Check, failed: X } as const;
const spoken = { waiting: 'not started', running: 'in progress', done: 'done', failed: 'failed' } as const;
const tone = {
  waiting: 'border-line text-faint',
  running: 'border-accent text-accent font-semibold',
  done: 'border-good text-soft',
  failed: 'border-bad text-bad font-semibold',
} as const;

/** The phases of a run in order, each with its state and, once it has ended, its duration. */
export function PhasesStrip({ phases }: { phases: readonly PhaseView[] }) {
  return (
    <ol aria-label="Phases of the run" className="grid grid-cols-4 gap-x-2 gap-y-3 text-xs @lg:grid-cols-8">
      {phases.map((phase) => {
        const Icon = icons[phase.state];
        const ms =
          phase.startedMs !== undefined && phase.endedMs !== undefined
            ? phase.endedMs - phase.startedMs
            : undefined;
        return (
          <li
            key={phase.phase}
            className={`border-t-2 pt-1.5 ${tone[phase.state]}`}
            aria-current={phase.state === 'running' ? 'step' : undefined}
          >
            <span className="flex gap-1">
              <Icon
                aria-hidden
                size={13}
                strokeWidth={2.5}
                className={`mt-[0.25em] shrink-0 ${phase.state === 'running' ? 'animate-spin motion-reduce:animate-none' : ''}`}
              />
              {phaseLabel[phase.phase]}
              <span className="sr-only">, {spoken[phase.state]}</span>
            </span>
            {/* A separate line, there before the duration is known, so that nothing moves when it appears. */}
            <span className="block min-h-[1.4em] font-normal text-faint tabular-nums">
              {ms !== undefined && ms >= 100 && formatDuration(ms)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
