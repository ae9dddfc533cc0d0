import 'server-only';
import { normalForm, normalLines } from '@dfm/dockerfile/alike/normal-form';

const dockerfileName = /(?:^|\/)Dockerfile$/;

/**
 * What submissions that are alike have in common, as a text to compare.
 *
 * @param files text by path, with placeholders for drawn values. A file that is missing is the starter's.
 */
export function normalFiles(
  files: Readonly<Record<string, string>>,
  starter: Readonly<Record<string, string>>,
): string {
  const all = Object.entries({ ...starter, ...files });
  return JSON.stringify(
    all
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => [path, dockerfileName.test(path) ? normalForm(text) : normalLines(text)]),
  );
}
