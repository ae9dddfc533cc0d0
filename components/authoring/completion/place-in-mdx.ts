/** Where in a lesson or a statement something is written. Offsets are those of the file. */
export type MdxPlace = { from: number; to: number } & (
  | { kind: 'frontmatter'; yaml: string }
  | { kind: 'directive' }
  | { kind: 'directive-attribute'; directive: string; given: string[] }
  | { kind: 'component' }
  | { kind: 'attribute'; component: string; given: string[] }
  | { kind: 'attribute-value'; component: string; attribute: string; given: Record<string, string> }
  | { kind: 'fence-option'; given: string[] }
  | { kind: 'link' }
);

/**
 * What an author is writing at an offset.
 *
 * @returns undefined in prose, code and comments, where nothing has a name that we know
 */
export function placeInMdx(text: string, offset: number): MdxPlace | undefined {
  const head = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (head && offset < head[0].length) {
    const from = head[0].indexOf('\n') + 1;
    const to = from + head[1]!.length;
    return offset < from || offset > to ? undefined : { kind: 'frontmatter', from, to, yaml: head[1]! };
  }
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const before = text.slice(0, offset - line.length);
  const fence = openFence(before);
  if (fence.language === undefined) {
    const opening = /^[\s>]*(?:[-*+] +|\d+[.)] +)*(?:`{3,}|~{3,})(?<lang>[^\s`]*)(?<meta>\s[^`]*)?$/.exec(
      line,
    );
    if (opening)
      return opening.groups!.meta === undefined ? undefined : fencePlace(opening.groups!.meta, text, offset);
  } else if (fence.language !== 'answer') return undefined;
  if (isInComment(text, offset) || isInCode(line)) return undefined;
  return (
    linkPlace(line, text, offset) ??
    (fence.language === undefined
      ? (directivePlace(line, text, offset) ?? tagPlace(text, fence.end, offset))
      : undefined)
  );
}

/** The place of the word that ends at an offset, with what follows of it. */
function wordPlace(typed: string, text: string, offset: number, word = /^[\w-]*/) {
  return { from: offset - typed.length, to: offset + word.exec(text.slice(offset))![0].length };
}

/**
 * The fence that is open at the end of a text.
 *
 * @returns its language, undefined if none is open, and where the last closed one ended
 */
function openFence(before: string): { language: string | undefined; end: number } {
  let open: { mark: string; language: string } | undefined;
  let end = 0;
  let at = 0;
  for (const line of before.split('\n')) {
    at += line.length + 1;
    const [, mark, rest] = /^[\s>]*(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (mark === undefined) continue;
    if (open) {
      if (!mark.startsWith(open.mark) || rest!.trim() !== '') continue;
      open = undefined;
      end = Math.min(at, before.length);
    } else if (!(mark.startsWith('`') && rest!.includes('`')))
      open = { mark, language: /^\S*/.exec(rest!.trim())![0] };
  }
  return { language: open?.language, end };
}

function isInComment(text: string, offset: number): boolean {
  const start = text.lastIndexOf('{/*', offset - 1);
  return start !== -1 && text.indexOf('*/', start + 3) >= offset - 1;
}

/** Whether a line ends within code of the text. */
function isInCode(line: string): boolean {
  return line.replaceAll(/(`+)(?:(?!\1)[^])*?\1/g, '').includes('`');
}

function fencePlace(meta: string, text: string, offset: number): MdxPlace | undefined {
  // Within a value there is nothing to suggest.
  const [typed, complete] = [/\S*$/.exec(meta)![0], meta.replace(/\S*$/, '')];
  if (!/^[A-Za-z]*$/.test(typed) || isInQuotes(complete) || /\{[^}]*$/.test(meta)) return undefined;
  const given = [...complete.replaceAll(/"[^"]*"|'[^']*'/g, '""').matchAll(/(?<!\S)([A-Za-z]+)/g)];
  return { kind: 'fence-option', given: given.map(([, name]) => name!), ...wordPlace(typed, text, offset) };
}

const isInQuotes = (text: string) => (text.match(/"/g) ?? []).length % 2 === 1;

function linkPlace(line: string, text: string, offset: number): MdxPlace | undefined {
  const typed = /\]\(([^()\s]*)$/.exec(line)?.[1];
  return typed === undefined ? undefined : { kind: 'link', ...wordPlace(typed, text, offset, /^[^()\s]*/) };
}

function directivePlace(line: string, text: string, offset: number): MdxPlace | undefined {
  const name = /^[\s>]*:{3,}([a-z]*)$/.exec(line)?.[1];
  if (name !== undefined) return { kind: 'directive', ...wordPlace(name, text, offset) };
  const [, directive, attributes] = /^[\s>]*:{3,}([a-z]+)\{([^}]*)$/.exec(line) ?? [];
  if (directive === undefined || isInQuotes(attributes!)) return undefined;
  const typed = /(?<!["\w])[a-z]*$/.exec(attributes!)?.[0];
  if (typed === undefined) return undefined;
  const rest = /^[^}\n]*/.exec(text.slice(offset))![0];
  const given = Object.keys(
    attributesIn(attributes!.slice(0, attributes!.length - typed.length) + ` ${rest}`),
  );
  return { kind: 'directive-attribute', directive, given, ...wordPlace(typed, text, offset) };
}

/** The place in a tag, which may have several lines. @param start where the text before it ends for certain */
function tagPlace(text: string, start: number, offset: number): MdxPlace | undefined {
  const block = Math.max(start, text.lastIndexOf('\n\n', offset - 1) + 1);
  const open = openTag(text.slice(block, offset));
  if (open === undefined) return undefined;
  const [, component, within] = /^<([A-Za-z]*)([^]*)$/.exec(open)!;
  if (within === '') return { kind: 'component', ...wordPlace(component!, text, offset) };
  if (component === '' || !/^\s/.test(within!)) return undefined;
  const after = /^(?:"[^"]*"|[^"<>])*/.exec(text.slice(offset))![0];
  if (isInQuotes(within!)) {
    const [, attribute, typed] = /([A-Za-z]\w*)="([^"]*)$/.exec(within!) ?? [];
    if (attribute === undefined) return undefined;
    const place = wordPlace(typed!, text, offset, /^[^"\n]*/);
    const rest = /^[^"]*"((?:"[^"]*"|[^"<>])*)/.exec(text.slice(offset))?.[1] ?? '';
    return {
      kind: 'attribute-value',
      component: component!,
      attribute,
      given: attributesIn(`${within}"${rest}`),
      ...place,
    };
  }
  const typed = /(?<=\s)(?:[A-Za-z]\w*)?$/.exec(within!)?.[0];
  if (typed === undefined) return undefined;
  const given = Object.keys(attributesIn(`${within!.slice(0, within!.length - typed.length)} ${after}`));
  return { kind: 'attribute', component: component!, given, ...wordPlace(typed, text, offset) };
}

/** The start of a tag that is not closed at the end of a text. */
function openTag(text: string): string | undefined {
  let start: number | undefined;
  let inQuotes = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (start === undefined) {
      if (character === '`') {
        const [mark] = /^`+/.exec(text.slice(at))!;
        const end = text.indexOf(mark, at + mark.length);
        at = (end === -1 ? at : end) + mark.length - 1;
      } else if (character === '<' && text[at - 1] !== '\\' && /^<(?:[A-Za-z]|$)/.test(text.slice(at)))
        [start, inQuotes] = [at, false];
    } else if (character === '"') inQuotes = !inQuotes;
    else if (character === '>' && !inQuotes) start = undefined;
  }
  return start === undefined ? undefined : text.slice(start);
}

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([A-Za-z]\w*)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
}
