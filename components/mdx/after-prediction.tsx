'use client';

import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useLesson } from './quiz-context.ts';

/**
 * The part of a lesson that gives away the answer of a prediction: folded until the prediction is answered or
 * the reader unfolds it. Works without JavaScript.
 */
export function AfterPrediction({ question, children }: { question: string; children: ReactNode }) {
  const isAnswered = useLesson().answered?.[question] !== undefined;
  const fold = useRef<HTMLDetailsElement>(null);

  // A browser unfolds a link's target itself, but not after a navigation within the site. This runs before the
  // router scrolls.
  useLayoutEffect(() => {
    const target = document.getElementById(location.hash.slice(1));
    if (fold.current && target && fold.current.contains(target)) fold.current.open = true;
  }, []);

  return (
    <details
      ref={fold}
      open={isAnswered || undefined}
      data-answered={isAnswered}
      className="after-prediction wide"
    >
      <summary>
        The rest of this section gives away the answer.{' '}
        <span className="after-prediction-show">Show it anyway</span>
        <span className="after-prediction-hide">Hide it</span>
      </summary>
      <div className="prose-part">{children}</div>
    </details>
  );
}
