'use client';

import type { LabPage } from '@dfm/contracts/page-data';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { AskDialog } from '@/components/terminal/dialog/ask-dialog.tsx';
import { UnsavedFiles } from '@/components/terminal/files/unsaved-files.tsx';
import type { TerminalStart } from '@/components/terminal/session-actions.ts';
import { type SessionActions, useSession } from '@/components/terminal/use-session.ts';
import { useTerminal } from '@/components/terminal/use-terminal.ts';
import type { StartLab } from './lab-actions.ts';
import { LabCover } from './lab-cover.tsx';
import { labState } from './lab-state.ts';
import { LabWorkbench } from './lab-workbench.tsx';
import { useKept } from './use-kept.ts';

interface Props {
  lab: LabPage;
  /** The text of each step. */
  texts: readonly ReactNode[];
  /** Reports a problem. */
  report: ReactNode;
  /** IDs of the steps that the learner has done. */
  done: readonly string[];
  /** With the learner's session also if it is for something else. */
  start: TerminalStart;
  actions: SessionActions & { startLab: StartLab };
}

/** Something to confirm before a session ends for another one. */
interface Question {
  /** ID of the step at which the new one starts. */
  step: string;
  /** ID of the open session. */
  replaces: string;
  isOther: boolean;
}

/** A lab: its steps to read, and next to a terminal to do. */
export function LabView({ lab, texts, report, done, start: { session: initial, ...terms }, actions }: Props) {
  const router = useRouter();
  const { session, ...requests } = useSession(initial, actions);
  const own = session?.lab === lab.slug ? session : undefined;
  const terminal = useTerminal(own, { onSession: requests.update, onEnded: () => router.refresh() });
  const [question, setQuestion] = useState<Question>();
  const { phase, state, files } = terminal;
  const { problem, isBusy } = requests;
  const isOpen = session !== undefined && session.state !== 'ended' && phase !== 'ended';
  const start = (step: string, replaces?: string) =>
    requests.open(() => actions.startLab(lab.slug, step, replaces));
  const ask = (step: string) =>
    isOpen ? setQuestion({ step, replaces: session.id, isOther: own === undefined }) : start(step);
  const progress = own && isOpen ? state?.lab : undefined;
  // Until the page is loaded again, it does not have what was done in a session that has ended.
  const known = useKept([...done, ...lab.steps.slice(0, progress?.done ?? 0).map(({ id }) => id)]);
  const shown = labState(lab.steps, known, progress);

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
        <LabCover
          {...{ lab, texts, report, isBusy, problem }}
          allowance={terms.allowance}
          shown={shown}
          ended={own && (own.state === 'ended' ? own.reason : 'unknown')}
          onStart={ask}
        >
          {files && <UnsavedFiles editor={files.editor} />}
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
