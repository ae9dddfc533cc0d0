/**
 * What the editor's worker and the lessons' figures need: parsing, static checks, and each check's words for
 * hover.
 */
export { checks } from './check-registry.ts';
export type { Check, CheckMeta, StaticInput } from './check.ts';
export { parseDockerignore } from './context/dockerignore.ts';
export { parseDockerfile } from './dockerfile/parse.ts';
export { walkStages } from './dockerfile/stages.ts';
export type { Dockerfile, Instruction, Stage } from './dockerfile/model.ts';
export { checkStatic } from './static/check-static.ts';
export { debianPackageOf } from './image/debian-libraries.ts';
