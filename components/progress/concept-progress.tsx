'use client';

import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useProgress } from '@/components/lesson/progress-context.tsx';
import { tally, type Share, type TalliedConcept } from './tally.ts';

interface Props {
  concepts: readonly TalliedConcept[];
  /** Every lesson and exercise of the course, in its order. */
  items: TalliedConcept['items'];
  /** How many questions each lesson asks. */
  questions: Record<string, number>;
}

/** What of the course, and of each of its concepts, the learner has read, answered and built. */
export function ConceptProgress({ concepts, items, questions }: Props) {
  const progress = useProgress();
  const whole = tally(items, questions, progress);
  return (
    <>
      <dl className="progress-totals" aria-busy={progress === undefined}>
        <Total name="Lessons read" {...whole.read} />
        <Total name="Questions answered" {...whole.answered} />
        <Total name="Exercises passed" {...whole.built} />
      </dl>
      <table className="progress-table">
        <caption className="sr-only">Progress by concept</caption>
        <thead>
          <tr>
            {['Concept', 'Lessons', 'Questions', 'Exercises'].map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {concepts.map(({ slug, name, items: ofConcept }) => {
            const { read, answered, built, next } = tally(ofConcept, questions, progress);
            return (
              <tr key={slug}>
                <th scope="row">
                  <span className="font-semibold">{name}</span>
                  <span className="block text-sm font-normal">
                    {next ? (
                      <Link href={`/${next.kind}s/${next.slug}`} prefetch={false} className="text-soft underline decoration-line underline-offset-4 hover:text-ink">
                        <span className="sr-only">Next for {name}: </span>
                        {next.title}
                      </Link>
                    ) : (
                      <span className="inline-flex items-center gap-1.5 text-good">
                        <CircleCheck aria-hidden size={14} strokeWidth={2.25} />
                        all done
                      </span>
                    )}
                  </span>
                </th>
                <ShareCell {...read} />
                <ShareCell {...answered} />
                <ShareCell {...built} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function Total({ name, done, of }: Share & { name: string }) {
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-2xl font-semibold tabular-nums">
        {done} <span className="text-lg font-normal text-faint">of {of}</span>
      </dd>
    </div>
  );
}

function ShareCell({ done, of }: Share) {
  if (of === 0) return <td className="text-faint">none</td>;
  return (
    <td className="tabular-nums">
      {done} of {of}
      <span aria-hidden className="progress-bar">
        <span style={{ width: `${(100 * done) / of}%` }} />
      </span>
    </td>
  );
}
