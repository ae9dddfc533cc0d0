import type { LabPage, TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionEnd } from '@dfm/contracts/terminal';
import { type ReactNode, useState } from 'react';
import { AskDialog } from '@/components/terminal/dialog/ask-dialog.tsx';
import { UnsavedFiles } from '@/components/terminal/files/unsaved-files.tsx';
import { endText } from '@/components/terminal/session/start-panel.tsx';
import { type SessionActions, useSession } from '@/components/terminal/use-session.ts';
import { useTerminal } from '@/components/terminal/use-terminal.ts';
import { Callout } from '@/components/ui/callout.tsx';
import type { OwnLab, StartLab } from './lab-actions.ts';
import { LabCover } from './lab-cover.tsx';
import { LabEnd } from './lab-end.tsx';
import { LabStart } from './lab-start.tsx';
import { labState } from './lab-state.ts';
import { LabWorkbench } from './lab-workbench.tsx';
import { useKept } from './use-kept.ts';

interface Props extends OwnLab {
  lab: LabPage;
  /** The text of each step. */
  texts: readonly ReactNode[];
  /** Reports a problem. */
  report: ReactNode;
  actions: SessionActions & { startLab: StartLab };
  /** A session has ended, so what is left of the day is different. */
  onEnded(): void;
}

/** Something to confirm before a session ends for another one. */
interface Question {
  /** ID of the step at which the new one starts. */
  step: string;
  /** ID of the open session. */
  replaces: string;
  isOther: boolean;
}

/** A lab of a learner: its steps to read, and next to a terminal to do. */
export function OwnLabView({ lab, texts, report, done, start: first, actions, onEnded }: Props) {
  const { session: initial, allowance, ...terms } = first;
  const { session, ...requests } = useSession(initial, actions);
  const own = session?.lab === lab.slug ? session : undefined;
  const terminal = useTerminal(own, { onSession: requests.update, onEnded });
  const [question, setQuestion] = useState<Question>();
  const { phase, state, files } = terminal;
  const { problem, isBusy } = requests;
  const isOpen = session !== undefined && session.state !== 'ended' && phase !== 'ended';
  const start = (step: string, replaces?: string) =>
    requests.open(() => actions.startLab(lab.slug, step, replaces));
  const ask = (step: string) =>
    isOpen ? setQuestion({ step, replaces: session.id, isOther: own === undefined }) : start(step);
  const progress = own && isOpen ? state?.lab : undefined;
  // Until it is loaded again, what was done in a session that has ended is not in it.
  const known = useKept([...done, ...lab.steps.slice(0, progress?.done ?? 0).map(({ id }) => id)]);
  const shown = labState(lab.steps, known, progress);
  const ended = own && (own.state === 'ended' ? own.reason : 'unknown');

  return (
    <>
      {own && isOpen ? (
        <LabWorkbench
          {...{ lab, texts, report, terminal }}
          own={requests}
          shellsMax={terms.shellsMax}
          hasPreviews={terms.hasPreviews}
          session={own}
          shown={shown}
          onRestart={(step) => ask(step)}
        />
      ) : (
        <LabCover {...{ lab, texts, report, shown }}>
          {ended !== undefined && <SessionEnded reason={ended} allowance={allowance} />}
          {files && <UnsavedFiles editor={files.editor} />}
          {shown.done === lab.steps.length && <LabEnd lab={lab} />}
          <LabStart
            {...{ shown, allowance, isBusy, problem }}
            onStart={() => ask((lab.steps[shown.at] ?? lab.steps[0]!).id)}
          />
        </LabCover>
      )}
      {question && (
        <AskDialog
          title={question.isOther ? 'End your other session?' : 'Start this step again?'}
          confirm={{ label: question.isOther ? 'End it and start the lab' : 'Start again' }}
          onConfirm={() => start(question.step, question.replaces)}
          onClose={() => setQuestion(undefined)}
        >
          <p>
            {question.isOther
              ? 'You have a terminal open, and can have one at a time. Everything in its sandbox is destroyed: files, images, containers and volumes, and what the shells show.'
              : 'You get a new sandbox, prepared for this step. What you did in this one is destroyed: files, images, containers and volumes, and what the shells show. The steps that you have done stay done.'}
          </p>
        </AskDialog>
      )}
    </>
  );
}

function SessionEnded({
  reason,
  allowance,
}: {
  reason: SessionEnd | 'unknown';
  allowance: TerminalAllowance;
}) {
  return (
    <div className="mt-6">
      <Callout kind={reason === 'fault' ? 'fault' : 'note'} title="The session has ended" role="alert">
        <p>
          {endText(reason, allowance)} Its sandbox is destroyed, and the steps that you have done stay done.
          If you go on, a new sandbox is prepared for the step.
        </p>
      </Callout>
    </div>
  );
}
