import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { type ComponentProps, type ReactNode, Suspense, lazy, useMemo, useRef, useState } from 'react';
import { useHasTabs, useHasTwoPanes } from '@/components/exercise/window-width.ts';
import { HasPreviews } from '@/components/terminal/engine/has-previews.ts';
import { PlaceContext } from '@/components/terminal/session/place.ts';
import { SessionBar } from '@/components/terminal/session/session-bar.tsx';
import { SignedOut } from '@/components/terminal/session/signed-out.tsx';
import { TerminalProblem } from '@/components/terminal/session/terminal-problem.tsx';
import type { Typist } from '@/components/terminal/shells/typist.ts';
import type { OwnSession } from '@/components/terminal/use-session.ts';
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
  /** Reports a problem. */
  report: ReactNode;
  terminal: ReturnType<typeof useTerminal>;
  own: OwnSession;
  session: SessionView;
  shown: LabState;
  shellsMax: number;
  /** Whether published ports can be opened in the browser. */
  hasPreviews: boolean;
  /** @param step ID of a step */
  onRestart(step: string): void;
}

/** A lab while its session is open: the steps next to the terminal. */
export function LabWorkbench({ lab, texts, terminal, own, session, shown, ...props }: Props) {
  const { report, shellsMax, hasPreviews, onRestart } = props;
  const { phase = 'starting', connection, state, files, hasFailed } = terminal;
  const { problem, isBusy } = own;
  const typist = useRef<Typist>(null);
  const [isTyping, setTyping] = useState(false);
  const isNarrow = useHasTabs();
  const place = usePlace();
  const isPrepared = state?.lab?.state === 'open';
  const news = useLabNews(lab.steps, shown, isPrepared);
  const task = (
    <LabTask
      {...{ lab, texts, shown, report }}
      canType={state?.isReady === true}
      isTyping={isTyping}
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
        onExtend={own.extend}
        onEnd={own.end}
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
              <PlaceContext value={place}>
                <HasPreviews value={hasPreviews}>
                  <LabShells
                    key={session.id}
                    ref={typist}
                    onTyping={setTyping}
                    {...{ connection, state, files, shellsMax }}
                    onShown={terminal.onShown}
                    task={isNarrow ? task : undefined}
                  />
                </HasPreviews>
              </PlaceContext>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** Next to a task, shells need a wider window to have something next to them. */
function usePlace() {
  const isNarrow = useHasTwoPanes();
  return useMemo(() => ({ className: 'workbench', heading: 'h1', isNarrow }) as const, [isNarrow]);
}

function LabShells(props: ComponentProps<typeof Shells>) {
  return (
    <Suspense fallback={<Preparing />}>
      <Shells {...props} />
    </Suspense>
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
