import type { Metadata } from 'next';
import { RegradeList } from '@/components/regrade/regrade-list.tsx';
import { StartRegradeForm } from '@/components/regrade/start-regrade-form.tsx';
import { regradesOf } from '@/lib/regrade/regrade-head.ts';
import { regradableExercises } from '@/lib/regrade/start.ts';
import { cohortAccess } from '@/lib/teaching/access.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { submitRegrade } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortRegrades', params, 'Regrade');
}

/** Judges submissions again after an exercise was corrected, and lists when that was done. */
export default async function CohortRegradesPage({ params }: Props) {
  const access = await cohortPage('cohortRegrades', params, 'seeWork');
  const { cohortId } = access;
  const exercises = access.may('manage')
    ? await regradableExercises(await cohortAccess(access.account, cohortId, 'manage'))
    : undefined;
  const regrades = await regradesOf(access);
  return (
    <div className="grid max-w-figure gap-12">
      <section aria-labelledby="start">
        <h2 id="start" className="text-lg font-semibold">
          Judge submissions again
        </h2>
        <p className="mt-2 mb-6 max-w-measure text-soft">
          After an exercise was corrected, its stored submissions can be judged by what it is now. You see
          what would change for whom, and no grade changes before you apply it.
          {exercises === undefined && ' An instructor can start this.'}
        </p>
        {exercises?.length === 0 && <p className="text-soft">No exercise is assigned to this class.</p>}
        {exercises !== undefined && exercises.length > 0 && (
          <StartRegradeForm exercises={exercises} action={submitRegrade.bind(null, cohortId)} />
        )}
      </section>
      <section aria-labelledby="regrades">
        <h2 id="regrades" className="text-lg font-semibold">
          Regrades
        </h2>
        <RegradeList cohortId={cohortId} regrades={regrades} />
      </section>
    </div>
  );
}
