import { Children, type ReactNode } from 'react';
import { Disclosure } from '@/components/ui/disclosure.tsx';

/** An open question as an interviewer asks it. Its answer, and what to mark oneself by, unfold when asked for. */
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
        Answer aloud or on paper first, as you would to a person. Then compare.
      </p>
    </div>
  );
}

export function InterviewAnswer({ children }: { children: ReactNode }) {
  return <Disclosure summary="One good answer">{children}</Disclosure>;
}

/** What a good answer names. The ticks are for the reader and are not kept. */
export function InterviewPoints({ children }: { children: ReactNode }) {
  return (
    <Disclosure summary="Mark your own answer">
      <p>Tick what your answer named. All {Children.count(children)} are wanted.</p>
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
