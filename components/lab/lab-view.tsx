'use client';

import type { LabPage } from '@dfm/contracts/page-data';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { SessionActions } from '@/components/terminal/use-session.ts';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import type { LoadLab, OwnLab, StartLab } from './lab-actions.ts';
import { LabCover } from './lab-cover.tsx';
import { labState } from './lab-state.ts';
import { OwnLabView } from './own-lab-view.tsx';

interface Props {
  lab: LabPage;
  /** The text of each step. */
  texts: readonly ReactNode[];
  /** Reports a problem. */
  report: ReactNode;
  actions: SessionActions & { loadLab: LoadLab; startLab: StartLab };
}

/** A lab: its steps, which can be read at once, and what is the learner's own as soon as it is loaded. */
export function LabView({ lab, texts, report, actions }: Props) {
  const [own, setOwn] = useState<OwnLab>();
  const [hasFailed, setFailed] = useState(false);
  const read = () => void actions.loadLab(lab.slug).then(setOwn, () => setFailed(true));
  const readFirst = useEffectEvent(read);
  useEffect(() => readFirst(), []);
  if (own) return <OwnLabView {...own} {...{ lab, texts, report, actions }} onEnded={read} />;
  return (
    <LabCover {...{ lab, texts, report }} shown={labState(lab.steps, [], undefined)}>
      <div className="mt-6">
        <FormProblem>
          {hasFailed ? 'The lab could not be loaded. Check your connection and reload the page.' : undefined}
        </FormProblem>
        <noscript>
          <p>The terminal needs JavaScript, which is off in this browser.</p>
        </noscript>
        {!hasFailed && <p className="lab-loading">Loading your progress …</p>}
      </div>
    </LabCover>
  );
}
