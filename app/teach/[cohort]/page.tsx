import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { GradebookTable } from '@/components/teaching/gradebook-table.tsx';
import { JoinLinkPanel } from '@/components/teaching/join-link-panel.tsx';
import { Link } from '@/components/ui/link.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { joinLink } from '@/lib/teaching/cohort.ts';
import { gradebookOf } from '@/lib/teaching/gradebook.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohort', params);
}

/** The grades of a class; before anyone has joined, what to do first. */
export default async function GradebookPage({ params }: Props) {
  const access = await cohortPage('cohort', params, 'seeWork');
  const book = await gradebookOf(access);
  const assignments = hrefTo('cohortAssignments', access.cohortId);
  return (
    <>
      <h2 className="sr-only">Gradebook</h2>
      {book.columns.length === 0 && (
        <p className="mb-6 max-w-measure">
          Nothing is assigned yet.{' '}
          <Link href={assignments} className="text-accent underline underline-offset-2">
            Choose what the class has to do
          </Link>
          .
        </p>
      )}
      {book.rows.length === 0 ? (
        <>
          <p className="mb-6 max-w-measure text-soft">
            No one has joined yet. Learners who open the link below and sign in appear here, with what they
            have done so far.
          </p>
          <JoinLinkPanel link={await joinLink(access)} action={undefined} />
        </>
      ) : (
        <>
          <div className="-mt-8">
            <GradebookTable cohortId={access.cohortId} {...book} />
          </div>
          <p className="mt-4 flex flex-wrap gap-x-6 text-sm text-soft">
            <a
              href={`${hrefTo('cohort', access.cohortId)}/grades.csv`}
              download
              className="text-accent underline underline-offset-2"
            >
              Download as CSV
            </a>
            <a
              href={`/api/v1/classes/${access.cohortId}/gradebook`}
              download="grades.json"
              className="text-accent underline underline-offset-2"
            >
              Download as JSON
            </a>
            <span>Points of 100. Grey: not passed. Open a grade to see the submission.</span>
          </p>
        </>
      )}
    </>
  );
}
