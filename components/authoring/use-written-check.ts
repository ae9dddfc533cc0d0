'use client';

import type { WrittenProblem } from '@dfm/contracts/page-data';
import { useEffect, useState, type ReactNode } from 'react';
import type { EditorActions } from './editor-actions.ts';

/** Long enough for keys that are pressed together, and short enough to be part of the answer to the last one. */
const PREVIEW_PAUSE_MS = 60;
/** The problems wait for a pause in the writing, because the next preview would wait for them. */
const PROBLEMS_PAUSE_MS = 200;

const lost = 'The text could not be checked. It is checked again when you type.';

/** The newest answers about a text. */
export interface CheckedText {
  path: string;
  problems: WrittenProblem[];
  preview: ReactNode;
  /** What learners can draw for the exercise, in words; empty for a text without draws. */
  draws: string[];
  /** Why it could not be checked. */
  failure?: string | undefined;
}

/** An answer, and the text it is about: `<path>\0<draw>\0<text>`. */
interface Answered<Answer> {
  to: string;
  path: string;
  answer: Answer;
}

type Previewed = Awaited<ReturnType<EditorActions['previewText']>>;
type Checked = Awaited<ReturnType<EditorActions['checkText']>>;

/**
 * Shows and checks a text while it is typed: the preview first, and the problems once it is there.
 *
 * @param draw index of the draw that the preview shows
 * @returns the newest answers; a preview stays while a mistake keeps the text from being compiled
 */
export function useWrittenCheck(
  draft: string,
  file: { path: string; text: string } | undefined,
  draw: number,
  { previewText, checkText }: Pick<EditorActions, 'previewText' | 'checkText'>,
): CheckedText | undefined {
  const { path, text } = file ?? {};
  const input = path === undefined || text === undefined ? undefined : { draft, path, text };
  const wanted = input && `${path}\0${draw}\0${text}`;
  const previewed = useAnswers<Previewed>(wanted, PREVIEW_PAUSE_MS, () => previewText({ ...input!, draw }));
  const isShown = previewed?.to === wanted;
  const checked = useAnswers<Checked>(isShown ? wanted : undefined, PROBLEMS_PAUSE_MS, () =>
    checkText(input!),
  );
  const kept = useLastPreview(previewed);
  if (path === undefined || previewed?.path !== path) return undefined;
  const answers = [previewed, ...(checked?.path === path ? [checked] : [])].map(({ answer }) => answer);
  const failed = answers.find((answer) => !answer.ok);
  return {
    path,
    problems: withoutRepeated(answers.flatMap((answer) => (answer.ok ? answer.problems : []))),
    preview: kept?.path === path ? kept.preview : undefined,
    draws: kept?.path === path ? kept.draws : [],
    failure: failed?.message,
  };
}

/**
 * Asks about the newest text after a pause, one question at a time.
 *
 * @param wanted what to ask about; undefined for nothing
 * @returns the newest answer
 */
function useAnswers<Answer extends { ok: boolean }>(
  wanted: string | undefined,
  pauseMs: number,
  ask: () => Promise<Answer>,
): Answered<Answer | { ok: false; message: string }> | undefined {
  const [answered, setAnswered] = useState<Answered<Answer | { ok: false; message: string }>>();
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (wanted === undefined || isAsking || wanted === answered?.to) return undefined;
    const path = wanted.slice(0, wanted.indexOf('\0'));
    const timer = setTimeout(() => {
      setAsking(true);
      void ask()
        .catch(() => ({ ok: false as const, message: lost }))
        .then((answer) => setAnswered({ to: wanted, path, answer }))
        .finally(() => setAsking(false));
    }, pauseMs);
    return () => clearTimeout(timer);
    // `ask` is about `wanted`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, isAsking, answered, pauseMs]);
  return answered;
}

/** The newest preview of a file. */
function useLastPreview(previewed: Answered<Previewed> | undefined) {
  const [kept, setKept] = useState<{ path: string; preview: ReactNode; draws: string[] }>();
  if (previewed?.answer.ok !== true) return kept;
  const { preview, draws } = previewed.answer;
  if ((preview ?? undefined) !== undefined && preview !== kept?.preview)
    setKept({ path: previewed.path, preview, draws });
  return kept;
}

/** The same mistake keeps a text from being compiled and from being checked. */
function withoutRepeated(problems: WrittenProblem[]): WrittenProblem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.path}:${problem.line}:${problem.message}`, problem]),
    ).values(),
  ];
}
