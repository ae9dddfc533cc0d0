import type { Metadata } from 'next';
import { AssignmentForm } from '@/components/teaching/assignment-form.tsx';
import { AssignmentList } from '@/components/teaching/assignment-list.tsx';
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
        Deadlines are in the time of {plan.timeZone}. An assignment with weight 2 counts twice as much in the
        total as one with weight 1.
      </p>
      {access.may('manage') ? (
        <AssignmentForm plan={plan} action={submitAssignments.bind(null, access.cohortId)} />
      ) : (
        <AssignmentList plan={plan} />
      )}
    </div>
  );
}
