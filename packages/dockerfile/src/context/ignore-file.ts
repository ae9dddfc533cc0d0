/** The file whose rules decide what is sent, with its text. */
export interface IgnoreFile {
  path: string;
  text: string;
}

/** Where the builder looks for the rules of the file `Dockerfile`. The first file that exists counts. */
export const ignoreFilePaths: readonly string[] = ['Dockerfile.dockerignore', '.dockerignore'];

/**
 * The ignore file of a build context.
 *
 * @param textOf text of a file of the context; undefined if it does not exist or is not UTF-8
 * @returns undefined if there is none
 */
export function ignoreFileOf(textOf: (path: string) => string | undefined): IgnoreFile | undefined {
  for (const path of ignoreFilePaths) {
    const text = textOf(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
