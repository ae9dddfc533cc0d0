import { Children, type ReactNode } from 'react';
import { Disclosure } from '@/components/ui/disclosure.tsx';

/**
 * An open question as an interviewer asks it. The model answer, and the points to assess one's own answer,
 * unfold on request.
 */
export function Interview({ id, children }: { id: string; children: ReactNode }) {
  return (
    <section className="interview" aria-labelledby={`interview-${id}`}>
      <h2 id={`interview-${id}`}>Interview question</h2>
      {children}
    </section>
  );
}

export function InterviewQuestion({ children }: { children: ReactNode }) {
  return (
    <div className="interview-question">
      {children}
      <p className="interview-hint">
        First answer out loud or on paper, as you would to an interviewer. Then compare.
      </p>
    </div>
  );
}

export function InterviewAnswer({ children }: { children: ReactNode }) {
  return <Disclosure summary="One good answer">{children}</Disclosure>;
}

/** The points that a good answer covers. The ticks are for the reader and are not stored. */
export function InterviewPoints({ children }: { children: ReactNode }) {
  return (
    <Disclosure summary="Assess your own answer">
      <p>Tick the points that your answer covered. A good answer covers all {Children.count(children)}.</p>
      <ul className="interview-points">{children}</ul>
    </Disclosure>
  );
}

export function InterviewPoint({ children }: { children: ReactNode }) {
  return (
    <li>
      <label>
        <input type="checkbox" />
        <span>{children}</span>
      </label>
    </li>
  );
}
