import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage, TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionEnd } from '@dfm/contracts/terminal';
import type { ReactNode } from 'react';
import { endText } from '@/components/terminal/session/start-panel.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { LabEnd } from './lab-end.tsx';
import { LabStart } from './lab-start.tsx';
import type { LabState } from './lab-state.ts';
import { StepList } from './step-list.tsx';

interface Props {
  lab: LabPage;
  texts: readonly ReactNode[];
  shown: LabState;
  allowance: TerminalAllowance;
  /** Reports a problem. */
  report: ReactNode;
  /** Why the last session ended: undefined if there was none, `unknown` if the site did not say. */
  ended: SessionEnd | 'unknown' | undefined;
  isBusy: boolean;
  problem: string | undefined;
  /** @param step ID of the step at which the learner starts */
  onStart(step: string): void;
  /** What the last session has left. */
  children?: ReactNode;
}

/** A lab without an open session: what there is to do, and the button that starts it. */
export function LabCover({
  lab,
  texts,
  shown,
  report,
  allowance,
  ended,
  onStart,
  children,
  ...request
}: Props) {
  const { steps } = lab;
  const next = steps[shown.at] ?? steps[0]!;
  return (
    <article className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16" data-reportable data-lab>
      <div className="max-w-measure">
        <LabHead lab={lab} />
        {ended !== undefined && (
          <div className="mt-6">
            <Callout kind={ended === 'fault' ? 'fault' : 'note'} title="The session has ended" role="alert">
              <p>
                {endText(ended, allowance)} Its sandbox is destroyed, and the steps that you have done stay
                done. If you go on, a new sandbox is prepared for the step.
              </p>
            </Callout>
          </div>
        )}
        {children}
        {shown.done === steps.length && <LabEnd lab={lab} />}
        <LabStart shown={shown} allowance={allowance} onStart={() => onStart(next.id)} {...request} />
      </div>
      <section aria-labelledby="steps" className="mt-12 border-t border-line pt-6">
        <h2 id="steps" className="mb-3 text-xl font-semibold">
          Steps
        </h2>
        <div className="max-w-measure">
          <StepList steps={steps} texts={texts} state={shown} />
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
