'use client';

import type { LabPage, TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { type ReactNode, useState } from 'react';
import { AskDialog } from '@/components/terminal/dialog/ask-dialog.tsx';
import { UnsavedFiles } from '@/components/terminal/files/unsaved-files.tsx';
import type { SessionActions } from '@/components/terminal/use-session.ts';
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
  /** IDs of the steps that the learner has done. */
  done: readonly string[];
  /** The learner's session when the page was rendered, also if it is for something else. */
  session: SessionView | undefined;
  allowance: TerminalAllowance;
  /** The most shells that a session can have. */
  shellsMax: number;
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
export function LabView({ lab, texts, done, session: initial, allowance, shellsMax, actions }: Props) {
  const terminal = useTerminal(initial, actions, (session) => session.lab === lab.slug);
  const [question, setQuestion] = useState<Question>();
  const { session, phase, state, files, problem, isBusy } = terminal;
  const isOpen = session !== undefined && phase !== 'ended';
  const own = session?.lab === lab.slug ? session : undefined;
  const start = (step: string, replaces?: string) =>
    terminal.open(() => actions.startLab(lab.slug, step, replaces));
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
          {...{ lab, texts, terminal, shellsMax }}
          session={own}
          shown={shown}
          onRestart={(step) => ask(step)}
        />
      ) : (
        <LabCover
          {...{ lab, texts, allowance, isBusy, problem }}
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
