/**
 * A step or layer in the words of the Dockerfile. In: BuildKit's vertex name (`[builder 2/6] RUN pip …`) or an image
 * history's `created_by` (`RUN |1 A=b /bin/sh -c pip … # buildkit`). Out: `RUN pip …` on one line.
 */
export function stepText(name: string): string {
  return name
    .replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\s*# buildkit$/, '')
    .replace(/^RUN \|\d+ .*? \/bin\/sh -c /s, 'RUN ')
    .replace(/^RUN \/bin\/sh -c /, 'RUN ')
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/\s+/g, ' ')
    .trim();
}
