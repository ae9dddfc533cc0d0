export { withoutValues } from './draws.ts';
export { ContentError, type ContentProblem } from '../yaml/content-error.ts';
export { exerciseSlugs, listExercises, readDescription } from './list-exercises.ts';
export {
  loadExercise,
  loadTask,
  type LoadedExercise,
  type LoadedTask,
  type WrongAttempt,
} from './load-exercise.ts';
export { overlay } from './overlay.ts';
export { parseYaml } from '../yaml/parse-yaml.ts';
export { readContext, toContextFile } from './read-context.ts';
export { bytesOf, sentContext, type SentContext } from './sent-context.ts';
