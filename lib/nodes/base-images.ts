/** Stands for any image, because a variable or a continued line decides which. */
export const anyBase = '*';

const maxNames = 20;
const sources = /(?:^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*|from=)(\S+)/gim;
const plainReference = /^[\w./:-]+$/;

/**
 * Names of images that a build of this Dockerfile may use, such as `python:3.11`. They are extracted from the
 * text, and may be too many but not too few, because an extra name only makes a run wait longer. Registry,
 * owner and digest of official images are left out.
 */
export function baseImages(dockerfile: string): string[] {
  const names = new Set<string>();
  for (const [, source = ''] of dockerfile.matchAll(sources)) {
    const name = source
      .replace(/,.*$/, '')
      .replace(/^(["'])(.*)\1$/, '$2')
      .replace(/@.*$/, '')
      .replace(/^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/, '');
    names.add(plainReference.test(name) ? withTag(name) : anyBase);
  }
  return names.size > maxNames ? [anyBase] : [...names];
}

function withTag(name: string): string {
  return name.includes(':', name.lastIndexOf('/') + 1) ? name : `${name}:latest`;
}

/** The first of the images that a run with these bases uses; undefined if it uses none of them. */
export function basesUsed(bases: readonly string[], images: readonly string[]): string | undefined {
  return images.find((image) => bases.includes(image) || bases.includes(anyBase));
}
