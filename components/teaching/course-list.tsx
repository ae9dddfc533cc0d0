import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormAction, TaughtCohort, TaughtCourse } from '@dfm/contracts/page-data';
import { Deadline } from '@/components/classes/deadline.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { NewCohortForm } from './new-cohort-form.tsx';

interface Props {
  courses: readonly TaughtCourse[];
  zones: readonly string[];
  now: Date;
  /** The action that creates another class of a course. */
  newCohort(courseId: string): FormAction;
}

/** Courses with their classes. */
export function CourseList({ courses, zones, now, newCohort }: Props) {
  return courses.map((course) => (
    <section key={course.id} aria-labelledby={course.id} className="mt-10 max-w-figure">
      <h2 id={course.id} className="text-xl font-semibold wrap-anywhere">
        {course.name}
      </h2>
      {course.cohorts.length === 0 ? (
        <p className="mt-2 text-soft">
          {course.mayManage
            ? 'This course has no class. Create one, then send its link to the learners.'
            : 'This course has no class yet. An instructor can create one.'}
        </p>
      ) : (
        <ul className="mt-3 border-b border-line">
          {course.cohorts.map((cohort) => (
            <CohortRow key={cohort.id} cohort={cohort} maySeeWork={course.maySeeWork} now={now} />
          ))}
        </ul>
      )}
      {course.mayManage && (
        <div className="mt-4">
          <Disclosure summary="New class" open={course.cohorts.length === 0}>
            <div className="max-w-md py-3">
              <NewCohortForm action={newCohort(course.id)} zones={zones} cohorts={course.cohorts} />
            </div>
          </Disclosure>
        </div>
      )}
    </section>
  ));
}

function CohortRow({
  cohort: { id, name, learners, nextDeadline, deletion },
  maySeeWork,
  now,
}: {
  cohort: TaughtCohort;
  maySeeWork: boolean;
  now: Date;
}) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-line py-3">
      <Link
        href={maySeeWork ? hrefTo('cohort', id) : hrefTo('cohortAssignments', id)}
        className="font-semibold wrap-anywhere hover:text-accent hover:underline"
      >
        {name}
      </Link>
      <p className="text-sm text-soft tabular-nums">
        {counted(learners, 'learner') || 'no learners yet'}
        {' · '}
        {nextDeadline ? (
          <>
            next deadline <Deadline {...nextDeadline} now={now} />
          </>
        ) : (
          'no deadline ahead'
        )}
      </p>
      {deletion && maySeeWork && (
        <p className="w-full text-sm">
          The work of the learners will be deleted on <Deadline {...deletion} />. Download the grades before
          that:{' '}
          <a
            href={`${hrefTo('cohort', id)}/grades.csv`}
            download
            className="text-accent underline underline-offset-2"
          >
            CSV
          </a>
        </p>
      )}
    </li>
  );
}
