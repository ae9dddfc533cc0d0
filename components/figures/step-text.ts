/**
 * A step or layer in the words of the Dockerfile. In: BuildKit's vertex name (`[builder 2/6] RUN pip …`) or
 * an image history's `created_by` (`RUN |1 A=b /bin/sh -c pip … # buildkit`). Out: `RUN pip …` on one line.
 * BuildKit writes a base out in full (`docker.io/library/python:3.11@sha256:…`); people leave out the default
 * registry and owner, and the digest that the tag was found to have.
 */
export function stepText(name: string): string {
  return name
    .replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\s*# buildkit$/, '')
    .replace(/^RUN \|\d+ .*? \/bin\/sh -c /s, 'RUN ')
    .replace(/^RUN \/bin\/sh -c /, 'RUN ')
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/^(FROM (?:--\S+ )*)docker\.io\/(?:library\/)?/, '$1')
    .replace(/^(FROM (?:--\S+ )*\S+:[^\s@]+)@sha256:[0-9a-f]+/, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
