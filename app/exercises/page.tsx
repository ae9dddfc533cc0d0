import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ExerciseList } from '@/components/exercise/list/exercise-list.tsx';
import { Link } from '@/components/ui/link.tsx';
import { exerciseGroups } from '@/lib/exercises/exercise-list.ts';

export const metadata: Metadata = { title: pages.exercises.title, description: pages.exercises.description };

export default async function ExercisesPage() {
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Exercises</h1>
        <p className="mt-3 text-lg text-soft">
          In each exercise, you change a Dockerfile, and a real engine builds, runs and measures it. They are
          in the order of the{' '}
          <Link href={hrefTo('course')} className="text-accent underline underline-offset-2">
            course
          </Link>
          , and you can start with any of them.
        </p>
      </header>
      <ExerciseList groups={await exerciseGroups()} />
    </div>
  );
}
