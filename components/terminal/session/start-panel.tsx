import { hrefTo } from '@dfm/contracts/page-addresses';
import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionEnd } from '@dfm/contracts/terminal';
import { type ReactNode, use } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { minutesText } from './clock-text.ts';
import { PlaceContext } from './place.ts';

interface Props {
  allowance: TerminalAllowance;
  /** Why the last session ended: undefined if there was none, `unknown` if the site did not say. */
  ended: SessionEnd | 'unknown' | undefined;
  isBusy: boolean;
  problem: string | undefined;
  /** The learner points at the button, or has reached it with the keyboard. */
  onApproach?(): void;
  onStart(): void;
  /** What waits for a session, next to the button. */
  waiting?: ReactNode;
  /** What the last session has left. */
  children?: ReactNode;
}

/** What the playground is, its limits, and the button that starts a session. */
export function StartPanel({
  allowance,
  ended,
  isBusy,
  problem,
  onApproach,
  onStart,
  waiting,
  children,
}: Props) {
  const { heading: Heading } = use(PlaceContext);
  const hasTime = allowance.dayMinutesLeft > 0;
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <div className="max-w-measure">
        <Heading className="text-3xl font-semibold">Playground</Heading>
        {ended === undefined ? (
          <p className="mt-3 text-lg text-soft">
            A terminal on a sandbox of your own, with a real Docker Engine. Build images, run containers and
            break things: nobody else is affected.
          </p>
        ) : (
          <div className="mt-6">
            <Callout kind={ended === 'fault' ? 'fault' : 'note'} title="The session has ended" role="alert">
              <p>{endText(ended, allowance)} Everything in the sandbox is destroyed.</p>
            </Callout>
          </div>
        )}
        {children}
        <Facts allowance={allowance} />
        <LabsHint />
        {!hasTime && (
          <p className="mb-6">
            You have used all your time of the last 24 hours. Try again later: it comes back 24 hours after
            you used it.
          </p>
        )}
        <FormProblem>{problem}</FormProblem>
        {hasTime && (
          <p className="mt-2">
            <Button
              look="primary"
              aria-disabled={isBusy}
              onPointerEnter={onApproach}
              onFocus={onApproach}
              onClick={() => isBusy || onStart()}
            >
              {isBusy ? 'Starting …' : ended === undefined ? 'Start' : 'Start again'}
            </Button>
          </p>
        )}
        {hasTime && waiting && <div className="mt-6">{waiting}</div>}
        <noscript>
          <p className="mt-4">The terminal needs JavaScript, which is off in this browser.</p>
        </noscript>
      </div>
    </div>
  );
}

function LabsHint() {
  return (
    <p className="mb-6">
      If you would like something to do, there are{' '}
      <Link href={hrefTo('labs')} className="text-accent underline underline-offset-2">
        labs
      </Link>
      : tasks at the same terminal, step by step.
    </p>
  );
}

function Facts({ allowance: { sessionMinutes, idleMinutes, dayMinutesLeft } }: Pick<Props, 'allowance'>) {
  return (
    <ul className="my-6 list-disc space-y-2 pl-5">
      <li>
        You get the base images of the course, and its Python and Debian packages. There is no internet:
        nothing else can be pulled or downloaded.
      </li>
      <li>
        A session lasts {minutesText(sessionMinutes)}, and you can extend it. Its clock is paused while you do
        nothing. After {minutesText(idleMinutes)} without use, it ends.
      </li>
      <li>You have {minutesText(dayMinutesLeft)} left today, counted over the last 24 hours.</li>
      <li>At the end, everything in the sandbox is destroyed. Download what you want to keep.</li>
    </ul>
  );
}

/** Why a session ended, as a sentence. */
export function endText(ended: SessionEnd | 'unknown', { idleMinutes }: TerminalAllowance): string {
  switch (ended) {
    case 'closed':
      return 'You ended it.';
    case 'time':
      return 'Its time was used up.';
    case 'idle':
      return `It was not used for ${minutesText(idleMinutes)}.`;
    case 'engine':
      return 'The Docker Engine of its sandbox has ended, and with it everything that ran there. A process in the sandbox stopped it, or used all of its memory.';
    case 'fault':
      return 'Our platform failed, which we are sorry about. The time of this session is given back.';
    case 'unknown':
      return 'It was closed by the site.';
  }
}
