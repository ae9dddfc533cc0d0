/** What terminals are told besides text: colours, titles, modes. */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
/** The end of a prompt, such as `~$ `, `>>> `, `... `, `postgres=# `, `[y/N] ` or `Password: `. */
const promptEnd = /(?:[$#>%\]:]|\.\.\.) $/;

/**
 * Whether what a terminal has printed last looks like a prompt, so that a program reads the next line. A line
 * that is typed before could be read by a program that ends, and be lost.
 *
 * @param output the end of the output
 */
export function isAtPrompt(output: string): boolean {
  return promptEnd.test(
    output
      .replaceAll(escapes, '')
      .split(/[\r\n]/)
      .at(-1)!,
  );
}
