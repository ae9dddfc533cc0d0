import 'server-only';
import { checks, type CheckMeta } from '@dfm/grading';

/** The metadata of every check, in alphabetical order of the IDs. */
export function checkCatalogue(): CheckMeta[] {
  return checks.map((check) => check.meta);
}
