import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { type ReactNode, Suspense, lazy, useRef } from 'react';
import { useHasTabs, useHasTwoPanes } from '@/components/exercise/window-width.ts';
import { SessionBar } from '@/components/terminal/session/session-bar.tsx';
import { SignedOut } from '@/components/terminal/session/signed-out.tsx';
import { TerminalProblem } from '@/components/terminal/session/terminal-problem.tsx';
import type { Typist } from '@/components/terminal/shells/type-lines.ts';
import type { useTerminal } from '@/components/terminal/use-terminal.ts';
import { LabEnd } from './lab-end.tsx';
import type { LabState } from './lab-state.ts';
import { StepHelp } from './step-help.tsx';
import { StepList } from './step-list.tsx';
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
  const news = useLabNews(lab.steps, shown, state?.lab?.state === 'open');
  const isPrepared = state?.lab?.state === 'open';
  const task = (
    <div className="lab-task" role="region" aria-label="Task" tabIndex={0}>
      <p className="lab-progress">
        <progress
          className="progress-bar"
          max={lab.steps.length}
          value={shown.done}
          aria-label="Steps done"
        />
        <span>
          {shown.done} of {lab.steps.length} done
        </span>
      </p>
      <StepList steps={lab.steps} texts={texts} state={shown}>
        {(step, { state: stepState, canStart }) => (
          <StepHelp
            step={step}
            isCurrent={stepState === 'current'}
            canType={state?.isReady === true}
            onShow={() => typist.current?.type(step.reference) ?? (typist.current ? undefined : 'no-shell')}
            onRestart={canStart && stepState !== 'open' && !isBusy ? () => onRestart(step.id) : undefined}
          />
        )}
      </StepList>
      {shown.at === lab.steps.length && <LabEnd lab={lab} />}
    </div>
  );
  const hasShells = isPrepared && connection && state && files && session.state === 'running';
  return (
    <div className="workbench">
      <SessionBar
        title={lab.title}
        session={session}
        phase={phase}
        preparing={state?.lab?.state === 'preparing'}
        isBusy={isBusy}
        onExtend={terminal.extend}
        onEnd={terminal.end}
      />
      <TerminalProblem problem={problem} hasFailed={hasFailed} />
      <output className="sr-only">{news}</output>
      {phase === 'signedOut' ? (
        <SignedOut returnTo={hrefTo('lab', lab.slug)} />
      ) : (
        <div className="lab-panes">
          {(!isNarrow || !hasShells) && task}
          {hasShells ? (
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
          ) : (
            !isNarrow && <Preparing />
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
      <p>Your terminal appears here. You can read the first step in the meantime.</p>
    </div>
  );
}
