/**
 * What the editor's worker and the lessons' figures need: parsing, static checks, and each check's words for
 * hover.
 */
export { checks } from './checks/registry.ts';
export type { Check, CheckMeta } from './check/check.ts';
export { checkStatic } from './read-text.ts';
export { debianPackageOf } from './image/debian-libraries.ts';
