import type { DrawnValues } from '@dfm/contracts';
import { withoutValues } from '@dfm/course/exercises';

/** Files with placeholders for drawn values, so that files with different values can be compared. */
export function templateOf(
  files: Readonly<Record<string, string>>,
  values: DrawnValues,
): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, withoutValues(text, values)]));
}
