import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
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
    <div className="ability-page mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">
          <span className={name && 'print:hidden'}>{pages.abilities.title}</span>
          {/* On paper, others read it. */}
          {name && <span className="hidden print:inline">What {name} can do</span>}
        </h1>
        <p className="mt-3 text-lg text-soft">
          {modules.length === 0
            ? 'Nothing yet. Exercises that you pass and labs that you finish are listed here with what was measured: the score, the size of your image, and whether it passed again in a fresh engine.'
            : 'Exercises passed and labs finished, with what was measured. Reading does not count here, and neither does time.'}
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
          <div className="ability-head">
            <dl>
              {name && <Fact label="Name">{name}</Fact>}
              <Fact label="Course">
                {pages.home.title}, {new URL(env().SITE_URL).host}
              </Fact>
              <Fact label="As of">{new Date().toISOString().slice(0, 10)}</Fact>
            </dl>
            <PrintButton />
          </div>
          <AbilityList modules={modules} />
          <p className="ability-note">
            Each image was built from its Dockerfile and graded by running it. “Confirmed” means that it was
            built again in a fresh engine and passed again, and the figures are those of that run. Sizes are
            before compression. The steps of a lab were done at a terminal and judged by the state of the
            engine.
          </p>
        </>
      )}
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
