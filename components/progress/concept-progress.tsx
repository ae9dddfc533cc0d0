'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { CircleCheck } from 'lucide-react';
import { useProgress } from '@/components/lesson/progress-context.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Link } from '@/components/ui/link.tsx';
import { tally, type Share, type TalliedConcept } from './tally.ts';

interface Props {
  /** Each with the concepts that first appear in it. */
  modules: readonly {
    slug: string;
    title: string;
    items: TalliedConcept['items'];
    concepts: readonly TalliedConcept[];
  }[];
  /** Number of questions in each lesson. */
  questions: Record<string, number>;
}

/** How much of the course, and of each of its concepts, the learner has read, answered and built. */
export function ConceptProgress({ modules, questions }: Props) {
  const progress = useProgress();
  const total = tally(
    modules.flatMap(({ items }) => items),
    questions,
    progress,
  );
  return (
    <>
      <dl className="progress-totals" aria-busy={progress === undefined}>
        <Total name="Lessons read" {...total.read} />
        <Total name="Questions answered" {...total.answered} />
        <Total name="Answered correctly" {...total.right} />
        <Total name="Exercises passed" {...total.built} />
        {total.labs.of > 0 && <Total name="Labs done" {...total.labs} />}
      </dl>
      {modules.map(({ slug, title, items, concepts }) => {
        const { read, built, labs } = tally(items, questions, progress);
        return (
          <section key={slug} aria-labelledby={slug} className="outline-section">
            <div>
              <h2 id={slug} className="text-xl font-semibold">
                <Link href={hrefTo('module', slug)} className="hover:text-accent hover:underline">
                  {title}
                </Link>
              </h2>
              <p className="mt-1 text-sm text-faint tabular-nums">
                {[outOf(read, 'lesson'), outOf(built, 'exercise'), outOf(labs, 'lab')]
                  .filter(Boolean)
                  .join(', ')}
              </p>
            </div>
            <ul className="concept-shares">
              {concepts.map((concept) => (
                <ConceptShare
                  key={concept.slug}
                  name={concept.name}
                  {...tally(concept.items, questions, progress)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function ConceptShare({
  name,
  answered,
  right,
  built,
  share,
  next,
}: { name: string } & ReturnType<typeof tally>) {
  return (
    <li>
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-semibold">{name}</span>
        {next === undefined && (
          <CircleCheck
            aria-label="all done"
            size={14}
            strokeWidth={2.25}
            className="translate-y-0.5 text-good"
          />
        )}
      </p>
      <p aria-hidden className="progress-bar">
        <span style={{ width: `${100 * share}%` }} />
      </p>
      <p className="mt-1 text-sm text-faint tabular-nums">
        {[outOf(answered, 'question'), answered.done > 0 && `${right.done} right`, outOf(built, 'exercise')]
          .filter(Boolean)
          .join(', ')}
      </p>
      {next && (
        <p className="text-sm">
          <Link
            href={hrefTo(next.kind, next.slug)}
            className="text-soft underline decoration-line underline-offset-4 hover:text-ink"
          >
            <span className="sr-only">Next for {name}: </span>
            {next.title}
          </Link>
        </p>
      )}
    </li>
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

function outOf({ done, of }: Share, thing: string): string {
  return of === 0 ? '' : `${done} of ${counted(of, thing)}`;
}
