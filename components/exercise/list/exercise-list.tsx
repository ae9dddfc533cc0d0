import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExerciseGroup, ListedExercise } from '@dfm/contracts/page-data';
import { Progress } from '@/components/lesson/progress-mark.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ExerciseState } from './exercise-state.tsx';

/** Every exercise by module, with its topics, difficulty, duration and what the learner has reached. */
export function ExerciseList({ groups }: { groups: readonly ExerciseGroup[] }) {
  return groups.map(({ slug, title, exercises }) => (
    <section key={slug} aria-labelledby={slug} className="outline-section">
      <div>
        <h2 id={slug} className="text-xl font-semibold">
          <Link href={hrefTo('module', slug)} className="hover:text-accent hover:underline">
            {title}
          </Link>
        </h2>
      </div>
      <ul>
        {exercises.map((exercise) => (
          <ExerciseRow key={exercise.slug} {...exercise} />
        ))}
      </ul>
    </section>
  ));
}

function ExerciseRow({ slug, title, summary, topics, difficulty, minutes }: ListedExercise) {
  return (
    <li className="outline-row exercise-row">
      <Progress kind="exercise" slug={slug} />
      <div>
        <Link href={hrefTo('exercise', slug)} className="font-semibold hover:text-accent hover:underline">
          {title}
        </Link>
        <p className="text-sm text-soft">{summary}</p>
        <p className="mt-0.5 text-sm text-faint">
          <span className="sr-only">Topics: </span>
          {topics.join(', ')}
        </p>
      </div>
      <dl className="exercise-facts">
        <div>
          <dt>Difficulty</dt>
          <dd>
            <span aria-hidden className="difficulty">
              {[1, 2, 3, 4, 5].map((level) => (
                <span key={level} data-reached={level <= difficulty || undefined} />
              ))}
            </span>
            <span className="sr-only">{difficulty} of 5</span>
          </dd>
        </div>
        <div>
          <dt>Time</dt>
          <dd>{minutes} min</dd>
        </div>
        <div>
          <dt>Your result</dt>
          <dd>
            <ExerciseState slug={slug} />
          </dd>
        </div>
      </dl>
    </li>
  );
}
