import type { ExercisePage } from '@dfm/contracts/page-data';

/**
 * The texts of the shown files that are part of the build context, by path. An empty file that the starter
 * does not have is not submitted, so it is not part of it.
 *
 * @param draft current texts of the editable files
 */
export function contextTexts(
  files: ExercisePage['files'],
  draft: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    files
      .map(({ path, text, inStarter }) => ({ path, text: draft[path] ?? text, inStarter }))
      .filter(({ text, inStarter }) => text !== '' || inStarter)
      .map(({ path, text }) => [path, text]),
  );
}
