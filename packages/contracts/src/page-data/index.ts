/**
 * What `lib` loads for a page and `components` show. It does not leave the process as JSON, so these are
 * types without schemas.
 */
export * from './abilities.ts';
export * from './account.ts';
export * from './alike.ts';
export * from './attempt.ts';
export * from './board.ts';
export * from './comments.ts';
export * from './course-item.ts';
export * from './draft-comparison.ts';
export * from './draft-merge.ts';
export * from './drafts.ts';
export * from './exercise-group.ts';
export * from './exercise-page.ts';
export * from './form-state.ts';
export * from './gradebook.ts';
export * from './insight.ts';
export * from './lab.ts';
export * from './lms.ts';
export * from './lms-scores.ts';
export * from './operator.ts';
export * from './reports.ts';
export * from './staff-log.ts';
export * from './publishing.ts';
export * from './regrade.ts';
export * from './teaching.ts';
export * from './terminal.ts';
export * from './vocabulary.ts';
