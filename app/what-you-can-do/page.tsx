import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { AbilityList } from '@/components/progress/ability-list.tsx';
import { PrintButton } from '@/components/progress/print-button.tsx';
import { ButtonLink } from '@/components/ui/button.tsx';
import { accountOf, currentLearner } from '@/lib/auth/session.ts';
import { env } from '@/lib/platform/env.ts';
import { abilitiesOf } from '@/lib/progress/abilities.ts';

export const metadata: Metadata = {
  title: pages.abilities.title,
  description: pages.abilities.description,
  robots: { index: false },
};

export default async function AbilitiesPage() {
  const learner = await currentLearner();
  const modules = learner === null ? [] : await abilitiesOf(learner.id);
  const name = (await accountOf(await headers()))?.name;
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">{pages.abilities.title}</h1>
        <p className="mt-3 text-lg text-soft">
          {modules.length === 0
            ? 'Nothing yet. Exercises that you pass and labs that you finish are listed here with what was measured: the score, the size of your image, and whether it passed again in a fresh engine.'
            : 'What you have built, with what was measured. Reading does not count here, and neither does time.'}
        </p>
      </header>
      {modules.length === 0 ? (
        <p className="mt-8">
          <ButtonLink href={hrefTo('exercises')} look="primary">
            Choose an exercise
          </ButtonLink>
        </p>
      ) : (
        <>
          <dl className="ability-head">
            {name !== undefined && (
              <div>
                <dt>Name</dt>
                <dd>{name}</dd>
              </div>
            )}
            <div>
              <dt>Course</dt>
              <dd>
                {pages.home.title}, {new URL(env().SITE_URL).host}
              </dd>
            </div>
            <div>
              <dt>As of</dt>
              <dd>{new Date().toISOString().slice(0, 10)}</dd>
            </div>
          </dl>
          <AbilityList modules={modules} />
          <p className="ability-note">
            Each container image was built from its Dockerfile and graded by running it. “Confirmed” means
            that it was built again in a fresh engine and passed again; the figures are those of that run.
            Sizes are of the image before compression.
          </p>
          <PrintButton />
        </>
      )}
    </div>
  );
}
