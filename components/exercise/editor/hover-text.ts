import type { DockerfileLanguageService } from 'dockerfile-language-service';

type Hover = NonNullable<ReturnType<DockerfileLanguageService['computeHover']>>;

/**
 * The text of a hover of the Dockerfile language service, as Markdown. About keywords and flags, the service
 * returns Markdown; for a variable, only its value, which says nothing without a sentence around it.
 *
 * @returns undefined if there is nothing to show
 */
export function hoverText(hover: Pick<Hover, 'contents'> | null): string | undefined {
  const contents = hover?.contents;
  if (contents === undefined || Array.isArray(contents)) return undefined;
  return typeof contents === 'string' ? valueText(contents) : contents.value;
}

function valueText(value: string): string {
  return value === '' ? 'Empty in this Dockerfile.' : `Value in this Dockerfile: ${inlineCode(value)}`;
}

/** Quoted with more backticks than the text has in a row. */
function inlineCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const quote = '`'.repeat(longest + 1);
  return `${quote} ${text} ${quote}`;
}
