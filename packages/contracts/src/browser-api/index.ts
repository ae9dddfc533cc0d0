/**
 * What the scripts of our pages and the site send each other as JSON. The schemas use `zod/mini`, because
 * browsers load them.
 *
 * `GET /api/runs/<id>/events` streams `runEventSchema` as Server-Sent Events, and `queuePositionSchema` as
 * events of the type `queue`.
 */
export * from './cancellation.ts';
export * from './confirmation.ts';
export * from './course-progress.ts';
export * from './draft-save.ts';
export * from './import-plan.ts';
export * from './queue-position.ts';
export * from './quiz.ts';
export * from './readiness.ts';
export * from './recall.ts';
export * from './refusal.ts';
export * from './report.ts';
export * from './run-snapshot.ts';
export * from './search-index.ts';
export * from './submission.ts';
export { runEventSchema } from '../run-event.ts';
