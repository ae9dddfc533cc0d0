/**
 * Exports for the editor's worker and the figures of the lessons: parsing, static checks, and the texts of
 * each check for hover.
 */
export { checks } from './checks/registry.ts';
export type { Check, CheckMeta } from './check/check.ts';
export { checkStatic } from './read-text.ts';
export { debianPackageOf } from './image/debian-libraries.ts';
