/** Points of a learner as they are sent to an LMS. */
export interface Score {
  /** The ID that the LMS has for the learner. */
  subject: string;
  /** 0 to 100; null takes back what was sent before. */
  points: number | null;
  /** When the points became what they are. An LMS ignores what is not newer than what it has. */
  at: Date;
}

/** The maximum of every column. */
export const MAX_POINTS = 100;

/** A score as the Assignment and Grade Services define it. */
export function scoreMessage({ subject, points, at }: Score): Record<string, unknown> {
  const of = { userId: subject, timestamp: at.toISOString() };
  return points === null
    ? { ...of, activityProgress: 'Initialized', gradingProgress: 'NotReady' }
    : {
        ...of,
        activityProgress: 'Completed',
        gradingProgress: 'FullyGraded',
        scoreGiven: points,
        scoreMaximum: MAX_POINTS,
      };
}

/** A result as an LMS reports it. */
export interface ReportedResult {
  userId: string;
  resultScore?: number | null;
  resultMaximum?: number | null;
}

/** Whether an LMS already shows a score, given the results that it reports for the column. */
export function isShown({ subject, points }: Score, results: readonly ReportedResult[]): boolean {
  const result = results.find(({ userId }) => userId === subject);
  const reported = result?.resultScore ?? null;
  if (points === null || reported === null) return points === reported;
  const shown = (reported / (result?.resultMaximum ?? 1)) * MAX_POINTS;
  // Points have one decimal; some LMSs compute with shares.
  return Math.abs(shown - points) < 0.05;
}

/** The address of a resource of a column. Its address may have a query. */
export function below(lineItemUrl: string, resource: 'scores' | 'results'): URL {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${resource}`;
  return url;
}
