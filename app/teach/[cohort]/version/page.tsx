import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { MoveClassForm } from '@/components/publishing/move-class-form.tsx';
import { VersionChanges } from '@/components/publishing/version-changes.tsx';
import { VersionChoice } from '@/components/publishing/version-choice.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { classVersion } from '@/lib/versions/class-version.ts';
import { chosenVersion } from '@/lib/versions/forms.ts';
import { versionChanges } from '@/lib/versions/version-changes.ts';
import { submitMove } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortVersion', params, 'Version');
}

/** The version of the content that a class has, and what moving it to a different one changes. */
export default async function CohortVersionPage({ params, searchParams }: Props) {
  const access = await cohortPage('cohortVersion', params, 'manage');
  const { current, versions } = await classVersion(access);
  const to = chosenVersion.safeParse((await searchParams).to).data;
  const isChosen = to !== undefined && to !== current && (to === null || versions.includes(to));
  const changes = isChosen ? await versionChanges(access, to) : undefined;
  return (
    <div className="max-w-figure">
      <h2 className="text-xl font-semibold">Version of the course</h2>
      <p className="mt-2 max-w-measure text-soft">
        A class can follow what is published, or stay at one version until you move it, so that nothing
        changes in the middle of a term.{' '}
        {versions.length === 0 && 'Nothing has been published on this site yet.'}
      </p>
      {versions.length > 0 && (
        <>
          <p className="mt-4 font-semibold">
            {current === null
              ? `The class follows the newest version, which is ${versions[0]}.`
              : `The class stays at version ${current}. The newest is ${versions[0]}.`}
          </p>
          <VersionChoice
            address={hrefTo('cohortVersion', access.cohortId)}
            current={current}
            versions={versions}
            chosen={isChosen ? to : undefined}
          />
        </>
      )}
      {changes && isChosen && (
        <section aria-labelledby="changes" className="mt-8">
          <h3 id="changes" className="text-lg font-semibold">
            What changes for this class
          </h3>
          <VersionChanges changes={changes} />
          <MoveClassForm to={to} action={submitMove.bind(null, access.cohortId, current)} />
        </section>
      )}
    </div>
  );
}
