/** Called during a long preparation: `step` names the part, `message` describes what is happening now. */
export type Progress = (step: string, message: string) => void;

/** A preparation's report on its steps, for estimating the remaining time. */
export type PreparationEvent =
  | { kind: 'there' | 'started' | 'done'; step: string }
  | { kind: 'usable' }
  | { kind: 'failed'; message: string };

/** Called with each event when it happens. */
export type Report = (event: PreparationEvent) => void;

/** Does the work of one step and reports its start and, unless it fails, its end. */
export async function reported<T>(report: Report, step: string, work: () => Promise<T>): Promise<T> {
  report({ kind: 'started', step });
  const result = await work();
  report({ kind: 'done', step });
  return result;
}
