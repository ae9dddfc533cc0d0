import type { ZonedTime } from '@dfm/contracts/page-data';
import { formatDeadline } from '@dfm/gradebook/wall-clock';
import { dueIn } from './due-in.ts';

interface Props extends ZonedTime {
  /** Undefined: without how far away it is. */
  now?: Date;
}

/** A deadline in the zone of its class. For server components, because browsers may format it differently. */
export function Deadline({ at, timeZone, now }: Props) {
  const instant = new Date(at);
  return (
    <>
      <time dateTime={at}>{formatDeadline(instant, timeZone)}</time>
      {now && `, ${dueIn(instant, now)}`}
    </>
  );
}
