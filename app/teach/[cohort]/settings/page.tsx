import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CohortSettings } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { formatDeadline, timeZones } from '@dfm/gradebook/wall-clock';
import type { Metadata } from 'next';
import { DeleteClassForm } from '@/components/teaching/delete-class-form.tsx';
import { SettingsForm } from '@/components/teaching/settings-form.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { cohortSettings } from '@/lib/teaching/cohort.ts';
import { deletionOf } from '@/lib/teaching/end-of-term.ts';
import { submitDeletion, submitSettings } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortSettings', params, 'Settings');
}

export default async function CohortSettingsPage({ params }: Props) {
  const access = await cohortPage('cohortSettings', params, 'manage');
  const [settings, deletedAt] = await Promise.all([cohortSettings(access), deletionOf(access.cohortId)]);
  return (
    <div className="max-w-md">
      <h2 className="sr-only">Settings</h2>
      <SettingsForm
        settings={settings}
        zones={timeZones()}
        action={submitSettings.bind(null, access.cohortId)}
        deletion={deletionText(settings, deletedAt)}
      />
      <section className="mt-12 border-t border-line pt-6">
        <h2 className="mb-2 text-lg font-semibold">Version of the course</h2>
        <p className="text-soft">
          <Link
            href={hrefTo('cohortVersion', access.cohortId)}
            className="text-accent underline underline-offset-2"
          >
            Choose the version
          </Link>{' '}
          of the lessons and exercises that this class has.
        </p>
      </section>
      <section className="mt-12 border-t border-line pt-6">
        <h2 className="mb-2 text-lg font-semibold">Delete this class</h2>
        <p className="mb-3 text-soft">
          Deletes its assignments, deadlines and list of learners for good. What the learners did stays
          theirs.
        </p>
        <Disclosure summary="Delete the class">
          <DeleteClassForm
            name={visibleLine(settings.name)}
            action={submitDeletion.bind(null, access.cohortId)}
          />
        </Disclosure>
      </section>
    </div>
  );
}

function deletionText({ deleteAfterMonths, timeZone }: CohortSettings, deletedAt: Date | undefined): string {
  if (deleteAfterMonths === null) return '';
  if (deletedAt === undefined) return 'This class has no deadline yet, so nothing is deleted.';
  if (deletedAt <= new Date()) return 'The work was deleted. A later deadline starts a new term.';
  return `Now: on ${formatDeadline(deletedAt, timeZone)}. Staff are reminded during the 30 days before. Download the grades as CSV before that.`;
}
