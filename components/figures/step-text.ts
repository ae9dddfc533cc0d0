/**
 * A step or layer in the words of the Dockerfile, on one line: `RUN pip …`. BuildKit writes a base in full
 * (`docker.io/library/python:3.11@sha256:…`). The default registry and owner, and the digest that the tag
 * resolved to, are removed.
 *
 * @param name BuildKit's vertex name (`[builder 2/6] RUN pip …`), or `created_by` in an image history (`RUN
 *   |1 A=b /bin/sh -c pip … # buildkit`)
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
