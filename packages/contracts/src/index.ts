export * from './axes.ts';
export * from './error-codes.ts';
export * from './exercise.ts';
export * from './finding.ts';
export * from './quiz.ts';
export * from './result.ts';
export * from './run-event.ts';
export * from './runner-api.ts';
