/** A time as in the log of the staff, because a team may live in several zones. @param at ISO 8601 */
export function UtcTime({ at }: { at: string }) {
  return <time dateTime={at}>{`${at.slice(0, 16).replace('T', ' ')} UTC`}</time>;
}
