'use client';

import type { DraftMerge, WrittenProblem } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { useOneAtATime } from '../use-one-at-a-time.ts';
import { keepDecisions, keptDecisions } from './kept-decisions.ts';
import { type Decision, type Decisions, leftIn, type Resolution, resolutionOf } from './merge-decisions.ts';

/** What a form of the site can send. */
const EDITED_MAX = 200_000;

type Outcome =
  | { kind: 'merged' }
  | { kind: 'conflicts'; merge: DraftMerge }
  | { kind: 'problems'; problems: WrittenProblem[] };

/** The server action that brings the newest version into a draft. */
export type MergeNewest = (input: {
  draft: string;
  with: DraftMerge['with'];
  files: [path: string, decision: Resolution][];
  despiteProblems: boolean;
}) => Promise<{ ok: true; outcome: Outcome } | { ok: false; message: string }>;

/** The decisions about a merge, kept until it is done, and what the site says about the result. */
export function useMerge(draft: string, first: DraftMerge, mergeNewest: MergeNewest) {
  const [merge, setMerge] = useState(first);
  const [decisions, setDecisions] = useState<Decisions>(() => keptDecisions(draft));
  const [problems, setProblems] = useState<readonly WrittenProblem[]>([]);
  const [isDone, setDone] = useState(false);
  const { run, isBusy, notice, setNotice } = useOneAtATime();
  const left = merge.conflicts.reduce((sum, conflict) => sum + leftIn(conflict, decisions[conflict.path]), 0);

  function decide(path: string, decision: Decision): void {
    const next = { ...decisions, [path]: decision };
    setDecisions(next);
    keepDecisions(draft, next);
    setProblems([]);
  }

  async function finish(despiteProblems: boolean): Promise<void> {
    const files = merge.conflicts.flatMap((conflict): [string, Resolution][] => {
      const resolution = resolutionOf(conflict, decisions[conflict.path]);
      return resolution === undefined ? [] : [[conflict.path, resolution]];
    });
    if (JSON.stringify(files).length > EDITED_MAX)
      return setNotice({
        text: `The edited texts can have ${EDITED_MAX.toLocaleString('en')} characters together. Take a side in one of the files, and edit it after merging.`,
        isProblem: true,
      });
    const answer = await run(() => mergeNewest({ draft, with: merge.with, files, despiteProblems }));
    if (answer) take(answer.outcome);
  }

  function take(outcome: Outcome): void {
    if (outcome.kind === 'problems') return setProblems(outcome.problems);
    if (outcome.kind === 'conflicts') {
      setMerge(outcome.merge);
      return setNotice({
        text: 'The draft or the content has changed in the meantime. Decisions that still apply are kept.',
        isProblem: true,
      });
    }
    keepDecisions(draft, undefined);
    setDone(true);
  }

  return { merge, decisions, decide, left, finish, problems, notice, isBusy, isDone };
}
