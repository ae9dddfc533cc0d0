import type { SessionView } from '@dfm/contracts/terminal';
import { clockText } from './clock-text.ts';
import { useSecondsSince } from './use-seconds-since.ts';

/** A session ends soon if it is not used for so long. */
const IDLE_WARNING_S = 5 * 60;

type RunningSession = Extract<SessionView, { state: 'running' }>;

/** The time that a session has left. Between two reports of the site, it is counted here. */
export function SessionClock({ session }: { session: RunningSession }) {
  const passed = useSecondsSince(session);
  const left = Math.max(0, session.leftSeconds - (session.isCounting ? passed : 0));
  const idleLeft = Math.max(0, session.idleEndsInSeconds - passed);
  const isIdle = !session.isCounting;
  return (
    <p role="timer" className="text-sm whitespace-nowrap text-soft tabular-nums">
      <span className={left < IDLE_WARNING_S ? 'font-semibold text-warn' : ''}>{clockText(left)} left</span>
      {isIdle && ', paused'}
      {isIdle && idleLeft < IDLE_WARNING_S && (
        <span className="font-semibold text-warn">, ends in {clockText(idleLeft)} if not used</span>
      )}
    </p>
  );
}
