/**
 * The keyword each line of a Dockerfile belongs to, continued lines included; undefined for comments and
 * empty lines.
 */
export function lineKeywords(lines: readonly string[]): (string | undefined)[] {
  let open: string | undefined;
  return lines.map((line) => {
    const isBlank = /^\s*(#|$)/.test(line);
    const keyword = isBlank ? undefined : (open ?? line.trimStart().split(/\s/, 1)[0]);
    if (!isBlank) open = /\\\s*$/.test(line) ? keyword : undefined;
    return keyword;
  });
}
