import type { Metadata } from 'next';
import { AssignmentForm } from '@/components/teaching/assignment-form.tsx';
import { AssignmentList } from '@/components/teaching/assignment-list.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { assignmentPlan } from '@/lib/teaching/assignments.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { submitAssignments } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortAssignments', params, 'Assignments');
}

export default async function CohortAssignmentsPage({ params }: Props) {
  const access = await cohortPage('cohortAssignments', params, 'see');
  const plan = await assignmentPlan(access);
  return (
    <div className="max-w-figure">
      <h2 className="sr-only">Assignments</h2>
      <p className="mb-6 max-w-measure text-soft">
        {access.may('manage')
          ? 'Choose what this class has to do. '
          : 'What this class has to do. An instructor can change it. '}
        Times are those of {plan.timeZone}. An assignment with weight 2 counts twice as much in the total as
        one with weight 1.
      </p>
      <Disclosure summary="What opening, groups and exams mean">
        <div className="max-w-measure space-y-2 text-sm text-soft">
          <p>
            Until an assignment opens, the class sees its title and the time, without a link. Since the course
            is open to everyone, what someone submits earlier counts too, except in an exam.
          </p>
          <p>
            An exercise done in groups counts what one member submits for all members, and lets them see each
            other’s runs. You put learners into groups on the page People. Someone without a group works
            alone.
          </p>
          <p>
            In an exam, only what is submitted between opening and deadline counts, and nothing late. Hints
            and the model solution are held back until it ends. An extension gives a person or a group more
            time.
          </p>
        </div>
      </Disclosure>
      {access.may('manage') ? (
        <AssignmentForm plan={plan} action={submitAssignments.bind(null, access.cohortId)} />
      ) : (
        <AssignmentList plan={plan} />
      )}
    </div>
  );
}
