'use client';

import type { WrittenProblem } from '@dfm/contracts/page-data';
import { useEffect, useState, type ReactNode } from 'react';
import type { EditorActions } from './editor-actions.ts';

/** Long enough for the keys of one word, and short enough to feel like an answer to the last one. */
const PAUSE_MS = 120;

/** The newest answer about a text. */
export interface CheckedText {
  path: string;
  problems: WrittenProblem[];
  preview: ReactNode;
  /** Why it could not be checked. */
  failure?: string;
}

/**
 * Checks a text while it is typed. Only one check runs at a time, and then the newest text is checked.
 *
 * @returns the newest answer; its preview stays while a mistake keeps the text from being compiled
 */
export function useWrittenCheck(
  draft: string,
  file: { path: string; text: string } | undefined,
  check: EditorActions['checkText'],
): CheckedText | undefined {
  const [checked, setChecked] = useState<CheckedText>();
  const [isRunning, setRunning] = useState(false);
  const [checkedText, setCheckedText] = useState<string>();
  const { path, text } = file ?? {};
  const wanted = path === undefined ? undefined : `${path}\0${text}`;
  useEffect(() => {
    if (path === undefined || text === undefined || isRunning || wanted === checkedText) return undefined;
    const timer = setTimeout(() => {
      setRunning(true);
      check({ draft, path, text })
        .then((answer) =>
          setChecked((before) =>
            answer.ok
              ? {
                  path,
                  problems: answer.problems,
                  preview: answer.preview ?? (before?.path === path ? before.preview : undefined),
                }
              : { path, problems: [], preview: undefined, failure: answer.message },
          ),
        )
        .catch(() =>
          setChecked((before) => ({
            path,
            problems: before?.path === path ? before.problems : [],
            preview: before?.path === path ? before.preview : undefined,
            failure: 'The text could not be checked. It is checked again when you type.',
          })),
        )
        .finally(() => {
          setCheckedText(wanted);
          setRunning(false);
        });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, path, text, wanted, checkedText, isRunning, check]);
  return checked?.path === path ? checked : undefined;
}
