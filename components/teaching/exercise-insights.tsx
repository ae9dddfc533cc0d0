import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExerciseInsight } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { FailureText } from './failure-text.tsx';
import { HintInsights } from './hint-insights.tsx';
import { ShareBar } from './share-bar.tsx';

interface Props {
  cohortId: string;
  /** Number of learners in the class. */
  learners: number;
  exercises: readonly ExerciseInsight[];
}

/** For each exercise of a class: how many have passed, and what it is failed for. */
export function ExerciseInsights({ cohortId, learners, exercises }: Props) {
  return (
    <section aria-labelledby="exercises" className="max-w-figure">
      <h2 id="exercises" className="text-lg font-semibold">
        Exercises
      </h2>
      {exercises.length === 0 && <p className="mt-3 text-soft">No exercise is assigned yet.</p>}
      {exercises.map((exercise) => (
        <ExerciseSection key={exercise.slug} cohortId={cohortId} learners={learners} exercise={exercise} />
      ))}
    </section>
  );
}

function ExerciseSection({
  cohortId,
  learners,
  exercise,
}: Omit<Props, 'exercises'> & { exercise: ExerciseInsight }) {
  const { slug, title, started, passed, medianAttempts, failures, hints } = exercise;
  return (
    <section aria-labelledby={`of-${slug}`} className="mt-6 border-t border-line pt-4">
      <h3 id={`of-${slug}`} className="font-semibold wrap-anywhere">
        <Link href={hrefTo('exercise', slug)} className="hover:text-accent hover:underline">
          {title}
        </Link>
      </h3>
      <p className="text-sm text-soft tabular-nums">
        {started} of {learners} started, {passed} passed
        {medianAttempts !== null &&
          `, half of them with at most ${medianAttempts} ${medianAttempts === 1 ? 'submission' : 'submissions'}`}
        .
        {started > 0 && (
          <>
            {' '}
            <Link
              href={hrefTo('cohortAlike', cohortId, slug)}
              className="text-accent underline underline-offset-2"
            >
              Submissions that are alike<span className="sr-only"> for {title}</span>
            </Link>
          </>
        )}
      </p>
      {failures.length > 0 && <Failures exercise={exercise} />}
      {hints.length > 0 && <HintInsights title={title} hints={hints} />}
    </section>
  );
}

function Failures({ exercise: { title, started, failures } }: { exercise: ExerciseInsight }) {
  return (
    <table className="mt-3 w-full text-sm">
      <caption className="sr-only">What {title} is failed for</caption>
      <thead className="text-left text-faint">
        <tr>
          <th scope="col" className="py-1 font-medium">
            Failed at least once for
          </th>
          <th scope="col" className="w-20 py-1 sm:w-40 text-right font-medium">
            Learners
          </th>
        </tr>
      </thead>
      <tbody>
        {failures.map(({ learners: count, reason }) => (
          <tr key={JSON.stringify(reason)} className="border-t border-line align-top">
            <td className="py-1.5 pr-4">
              <FailureText reason={reason} />
            </td>
            <td className="py-1.5">
              <ShareBar count={count} of={started} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
