import 'server-only';
import { checks, type CheckMeta } from '@dfm/grading';

/** What every check says of itself, in alphabetical order of ids. */
export function checkCatalogue(): CheckMeta[] {
  return checks.map((check) => check.meta);
}
