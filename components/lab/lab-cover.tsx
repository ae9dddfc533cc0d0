import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage, TerminalAllowance } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import type { SessionEnd } from '@dfm/contracts/terminal';
import type { ReactNode } from 'react';
import { minutesText } from '@/components/terminal/session/clock-text.ts';
import { endText } from '@/components/terminal/session/start-panel.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { LabEnd } from './lab-end.tsx';
import type { LabState } from './lab-state.ts';
import { StepList } from './step-list.tsx';

interface Props {
  lab: LabPage;
  texts: readonly ReactNode[];
  shown: LabState;
  allowance: TerminalAllowance;
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
export function LabCover({ lab, texts, shown, allowance, ended, isBusy, problem, onStart, children }: Props) {
  const { title, summary, minutes, steps, lesson } = lab;
  const isDone = shown.done === steps.length;
  const next = steps[shown.at] ?? steps[0]!;
  const hasTime = allowance.dayMinutesLeft > 0;
  return (
    <article className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <div className="max-w-measure">
        <Breadcrumb trail={[{ href: hrefTo('labs'), text: pages.labs.title }]} />
        <h1 className="text-3xl font-semibold">{title}</h1>
        <p className="mt-3 text-lg text-soft">{summary}</p>
        <p className="mt-3 text-sm text-faint">
          {steps.length} steps, about {minutes} minutes
          {lesson && (
            <>
              . It practises the lesson{' '}
              <Link href={lesson.href} className="text-accent underline underline-offset-2">
                {lesson.title}
              </Link>
            </>
          )}
        </p>
        {ended !== undefined && (
          <div className="mt-6">
            <Callout kind={ended === 'fault' ? 'fault' : 'note'} title="The session has ended" role="alert">
              <p>
                {endText(ended, allowance)} Its sandbox is destroyed. What you have done stays done: a new
                sandbox is brought to the state at the start of the step.
              </p>
            </Callout>
          </div>
        )}
        {children}
        {isDone && <LabEnd lab={lab} />}
        <div className="mt-6">
          <FormProblem>{problem}</FormProblem>
          {hasTime ? (
            <Button
              look={isDone ? 'secondary' : 'primary'}
              className="mt-2"
              aria-disabled={isBusy}
              onClick={() => isBusy || onStart(next.id)}
            >
              {isBusy ? 'Starting …' : startText(shown, steps.length)}
            </Button>
          ) : (
            <p>
              You have used all your terminal time of the last 24 hours. Try again later: it comes back 24
              hours after you used it.
            </p>
          )}
          <noscript>
            <p className="mt-4">The terminal needs JavaScript, which is off in this browser.</p>
          </noscript>
          <p className="mt-4 text-sm text-soft">
            You get a terminal on a sandbox of your own, with a real Docker Engine and no internet. There is
            nothing to submit: a step turns green as soon as it is done, however you did it. You have{' '}
            {minutesText(allowance.dayMinutesLeft)} at a terminal left today.
          </p>
        </div>
      </div>
      <section aria-labelledby="steps" className="mt-12 border-t border-line pt-6">
        <h2 id="steps" className="mb-3 text-xl font-semibold">
          Steps
        </h2>
        <div className="max-w-measure">
          <StepList steps={steps} texts={texts} state={shown} />
        </div>
      </section>
    </article>
  );
}

function startText({ at, done }: LabState, steps: number): string {
  if (done === steps) return 'Start again at step 1';
  return at === 0 ? 'Start' : `Continue at step ${at + 1}`;
}
