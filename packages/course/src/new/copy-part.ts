/** Paths of the files of a lesson or an exercise, below `content/`. */
export function partPaths(kind: 'lesson' | 'exercise', slug: string, all: readonly string[]): string[] {
  const files = [`lessons/${slug}.mdx`, `outputs/${slug}.json`];
  return all.filter((path) =>
    kind === 'lesson' ? files.includes(path) : path.startsWith(`exercises/${slug}/`),
  );
}

/** The path of a file in a copy with a different slug. */
export function copiedPath(path: string, from: string, to: string): string {
  return path.replace(
    new RegExp(String.raw`^(lessons|outputs|exercises)/${RegExp.escape(from)}(?=[./])`),
    `$1/${to}`,
  );
}

/**
 * The text of a file in a copy with a different slug: where it names itself, it names the copy.
 *
 * @param path of the original
 */
export function copiedText(text: string, path: string, from: string, to: string): string {
  if (!/\.(mdx|yaml)$/.test(path)) return text;
  const own = new RegExp(String.raw`(?<=/${path.split('/')[0]}/)${RegExp.escape(from)}(?![\w-])`, 'g');
  const linked = text.replaceAll(own, to);
  return /^exercises\/[^/]+\/exercise\.yaml$/.test(path)
    ? linked.replace(/^slug:[ \t]*\S+/m, `slug: ${to}`)
    : linked;
}
