import type { ReplayResult, ResultDocument } from '@dfm/contracts';

/** What later runs are compared with: the learner's first graded run of the exercise. */
export interface EarlierRun {
  runId: string;
  replay: Pick<ReplayResult, 'scenario' | 'title' | 'totalMs' | 'stopped'>[];
  imageBytes: number | undefined;
}

/** One quantity before and after the learner's changes. */
export interface GainRow {
  title: string;
  unit: 'ms' | 'bytes';
  before: number;
  after: number;
  /**
   * Whether the rebuild before was stopped, so that the time of its remaining steps is that of the first
   * build.
   */
  isEstimate: boolean;
}

/** The comparable parts of a graded run; undefined for any other run. */
export function earlierRunOf(runId: string, result: ResultDocument | undefined): EarlierRun | undefined {
  if (result?.status !== 'graded') return undefined;
  return {
    runId,
    replay: result.replay.map(({ scenario, title, totalMs, stopped }) => ({
      scenario,
      title,
      totalMs,
      ...(stopped && { stopped }),
    })),
    imageBytes: result.image?.totalBytes,
  };
}

/** A smaller difference is within what two runs of the same files differ by. */
const minRatio = { ms: 2, bytes: 1.02 };
const minMs = 500;

/** What became faster or smaller since an earlier run, the largest ratio first. Empty if nothing did. */
export function gainRows(before: EarlierRun, after: ResultDocument): GainRow[] {
  const times = after.replay.flatMap(({ scenario, title, totalMs, stopped }): GainRow[] => {
    const earlier = before.replay.find((replay) => replay.scenario === scenario);
    if (earlier === undefined || stopped !== undefined) return [];
    const isEstimate = earlier.stopped !== undefined;
    return [
      {
        title,
        unit: 'ms',
        before: earlier.totalMs + (earlier.stopped?.repeatsMs ?? 0),
        after: totalMs,
        isEstimate,
      },
    ];
  });
  const sizes: GainRow[] =
    before.imageBytes === undefined || after.image === undefined
      ? []
      : [
          {
            title: 'Image',
            unit: 'bytes',
            before: before.imageBytes,
            after: after.image.totalBytes,
            isEstimate: false,
          },
        ];
  return [...times, ...sizes]
    .filter(
      ({ unit, before: from, after: to }) =>
        from > to * minRatio[unit] && (unit === 'bytes' || from - to >= minMs),
    )
    .toSorted((a, b) => b.before / b.after - a.before / a.after);
}
