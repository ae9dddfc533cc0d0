/** How long a learner can use a terminal. */
export interface TerminalAllowance {
  /** Time in use of one session. */
  sessionMinutes: number;
  /** A session that nobody uses ends after this time. */
  idleMinutes: number;
  /** Time in use that is left of the last 24 hours. */
  dayMinutesLeft: number;
}
