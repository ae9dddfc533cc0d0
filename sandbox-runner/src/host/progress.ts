/** Told what a long preparation is doing: `step` names the part, `message` says what happens now. */
export type Progress = (step: string, message: string) => void;

/** What a preparation reports of its steps, for who estimates how long it still takes. */
export type PreparationEvent =
  | { kind: 'there' | 'started' | 'done'; step: string }
  | { kind: 'usable' }
  | { kind: 'failed'; message: string };

/** Told of each event as it happens. */
export type Report = (event: PreparationEvent) => void;

/** Does the work of one step and reports when it starts and, unless it fails, when it is done. */
export async function reported<T>(report: Report, step: string, work: () => Promise<T>): Promise<T> {
  report({ kind: 'started', step });
  const result = await work();
  report({ kind: 'done', step });
  return result;
}
