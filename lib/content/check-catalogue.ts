import 'server-only';
import { checks } from '@dfm/grading';

export type CheckMeta = (typeof checks)[number]['meta'];

/** What every check says of itself, in alphabetical order of ids. */
export function checkCatalogue(): CheckMeta[] {
  return checks.map((check) => check.meta);
}
