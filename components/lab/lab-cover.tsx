import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Link } from '@/components/ui/link.tsx';
import type { LabState } from './lab-state.ts';
import { StepList } from './step-list.tsx';

interface Props {
  lab: LabPage;
  texts: readonly ReactNode[];
  shown: LabState;
  /** Reports a problem. */
  report: ReactNode;
  /** What the learner can do, and what the last session has left. */
  children: ReactNode;
}

/** A lab without an open session: what there is to do. */
export function LabCover({ lab, texts, shown, report, children }: Props) {
  return (
    <article className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16" data-reportable data-lab>
      <div className="max-w-measure">
        <LabHead lab={lab} />
        {children}
      </div>
      <section aria-labelledby="steps" className="mt-12 border-t border-line pt-6">
        <h2 id="steps" className="mb-3 text-xl font-semibold">
          Steps
        </h2>
        <div className="max-w-measure">
          <StepList steps={lab.steps} texts={texts} state={shown} />
        </div>
      </section>
      {report}
    </article>
  );
}

function LabHead({ lab: { title, summary, minutes, steps, lesson } }: Pick<Props, 'lab'>) {
  return (
    <header>
      <Breadcrumb trail={[{ href: hrefTo('labs'), text: 'Labs' }]} />
      <h1 className="text-3xl font-semibold">{title}</h1>
      <p className="mt-3 text-lg text-soft">{summary}</p>
      <p className="mt-3 text-sm text-faint">
        {steps.length} steps, about {minutes} minutes
        {lesson && (
          <>
            . For the lesson{' '}
            <Link href={lesson.href} className="text-accent underline underline-offset-2">
              {lesson.title}
            </Link>
          </>
        )}
      </p>
    </header>
  );
}
