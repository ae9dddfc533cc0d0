import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { type ReactNode, Suspense, lazy, useRef } from 'react';
import { useHasTabs, useHasTwoPanes } from '@/components/exercise/window-width.ts';
import { SessionBar } from '@/components/terminal/session/session-bar.tsx';
import { SignedOut } from '@/components/terminal/session/signed-out.tsx';
import { TerminalProblem } from '@/components/terminal/session/terminal-problem.tsx';
import type { Typist } from '@/components/terminal/shells/typist.ts';
import type { useTerminal } from '@/components/terminal/use-terminal.ts';
import type { LabState } from './lab-state.ts';
import { LabTask } from './lab-task.tsx';
import { useLabNews } from './use-lab-news.ts';

// The steps can be read before it is there.
const Shells = lazy(async () => ({
  default: (await import('@/components/terminal/shells/shells.tsx')).Shells,
}));

interface Props {
  lab: LabPage;
  texts: readonly ReactNode[];
  terminal: ReturnType<typeof useTerminal>;
  session: SessionView;
  shown: LabState;
  shellsMax: number;
  /** @param step ID of a step */
  onRestart(step: string): void;
}

/** A lab while its session is open: the steps next to the terminal. */
export function LabWorkbench({ lab, texts, terminal, session, shown, shellsMax, onRestart }: Props) {
  const { phase = 'starting', connection, state, files, hasFailed, problem, isBusy } = terminal;
  const typist = useRef<Typist>(null);
  const isNarrow = useHasTabs();
  const hasTabs = useHasTwoPanes();
  const isPrepared = state?.lab?.state === 'open';
  const news = useLabNews(lab.steps, shown, isPrepared);
  const task = (
    <LabTask
      {...{ lab, texts, shown }}
      canType={state?.isReady === true}
      onType={(commands) => (typist.current ? typist.current.type(commands) : 'no-shell')}
      onRestart={isBusy ? undefined : onRestart}
    />
  );
  const hasShells = isPrepared && connection && state && files && session.state === 'running';
  return (
    <div className="workbench">
      <SessionBar
        title={lab.title}
        isPreparing={state?.lab?.state === 'preparing'}
        {...{ session, phase, isBusy }}
        onExtend={terminal.extend}
        onEnd={terminal.end}
      />
      <TerminalProblem problem={problem} hasFailed={hasFailed} />
      {/* Where the shells cover the task, nothing else shows it. */}
      <output className={isNarrow ? 'lab-news' : 'sr-only'}>{news}</output>
      {phase === 'signedOut' && <SignedOut returnTo={hrefTo('lab', lab.slug)} />}
      {phase !== 'signedOut' && (
        <div className="lab-panes">
          {(!isNarrow || !hasShells) && task}
          {!isNarrow && !hasShells && <Preparing />}
          {hasShells && (
            <div className="lab-terminal">
              <Suspense fallback={<Preparing />}>
                <Shells
                  key={session.id}
                  ref={typist}
                  {...{ connection, state, files, shellsMax, hasTabs }}
                  task={isNarrow ? task : undefined}
                />
              </Suspense>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** In the place of the shells. */
function Preparing() {
  return (
    <div className="lab-preparing">
      <p>Your terminal appears here. You can read the step in the meantime.</p>
    </div>
  );
}
