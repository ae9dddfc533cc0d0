import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import type { Phase } from '@dfm/contracts';
import { formatDuration } from '@/components/figures/format.ts';
import type { PhaseView } from '../run/run-view.ts';

const phaseLabel: Record<Phase, string> = {
  queued: 'Queue', sandbox: 'Sandbox', static: 'Reading', 'cold-build': 'Build', replay: 'Edits', image: 'Image', run: 'Start', grade: 'Grade',
};
const icons = { waiting: Circle, running: LoaderCircle, done: Check, failed: X } as const;
const spoken = { waiting: 'to come', running: 'in progress', done: 'done', failed: 'failed' } as const;
const tone = { waiting: 'text-faint', running: 'text-accent font-semibold', done: 'text-soft', failed: 'text-bad font-semibold' } as const;

/** The phases of a run in order, each with its state and, once over, its time. */
export function PhasesStrip({ phases }: { phases: readonly PhaseView[] }) {
  return (
    <ol aria-label="Phases of the run" className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {phases.map((phase) => {
        const Icon = icons[phase.state];
        const ms = phase.startedMs !== undefined && phase.endedMs !== undefined ? phase.endedMs - phase.startedMs : undefined;
        return (
          <li key={phase.phase} className={`flex items-center gap-1 ${tone[phase.state]}`} aria-current={phase.state === 'running' ? 'step' : undefined}>
            <Icon aria-hidden size={13} strokeWidth={2.5} className={phase.state === 'running' ? 'animate-spin motion-reduce:animate-none' : ''} />
            {phaseLabel[phase.phase]}
            <span className="sr-only">, {spoken[phase.state]}</span>
            {ms !== undefined && ms >= 100 && <span className="text-faint tabular-nums">{formatDuration(ms)}</span>}
          </li>
        );
      })}
    </ol>
  );
}
