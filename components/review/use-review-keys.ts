import { recallGrades, type RecallGrade } from '@dfm/contracts/recall-grades';
import { useEffect, useRef } from 'react';
import type { SessionState } from './session-state.ts';

/** The space bar reveals the shown card. Then a digit grades it, in the order of the buttons. */
export function useReviewKeys(
  session: SessionState | undefined,
  reveal: () => void,
  grade: (chosen: RecallGrade) => void,
): void {
  const onKey = useRef<(event: KeyboardEvent) => void>(undefined);
  useEffect(() => {
    onKey.current = (event) => {
      if (!session?.cards[0] || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      // Elements that handle keys themselves: fields, dialogs, and for the space bar anything that it
      // activates.
      const target = event.target instanceof Element ? event.target : null;
      if (
        target?.closest('input, textarea, dialog') ||
        (event.key === ' ' && target?.closest('button, a, summary'))
      )
        return;
      const chosen = session.isRevealed ? recallGrades[Number(event.key) - 1] : undefined;
      if (event.key === ' ' && !session.isRevealed) reveal();
      else if (chosen && event.key !== ' ') grade(chosen);
      else return;
      event.preventDefault();
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey.current?.(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
