/** The phases of a run, in order. Without a schema, because a page that shows a run loads this file. */
export const runPhases = [
  'queued',
  'sandbox',
  'static',
  'cold-build',
  'replay',
  'image',
  'run',
  'grade',
] as const;
export type Phase = (typeof runPhases)[number];
