import type { Directive } from './model.ts';

const bom = '\uFEFF';
/** Go's unicode.IsSpace, and the other characters that JavaScript counts as white space. */
const space = /[\s\u0085]/u;
const keyPattern = /^[a-zA-Z][a-zA-Z0-9]*/u;

/**
 * Reads `# name=value` with the given comment prefix and converts the name to lower case. Read by hand,
 * because the obvious regular expression takes quadratic time for a line of spaces.
 */
export function readDirective(line: string, prefix: '#' | '//'): { name: string; value: string } | undefined {
  if (!line.startsWith(prefix)) return undefined;
  const rest = trim(line.slice(prefix.length));
  const name = keyPattern.exec(rest)?.[0];
  if (name === undefined) return undefined;
  const after = trim(rest.slice(name.length));
  if (!after.startsWith('=')) return undefined;
  const value = trim(after.slice(1));
  return value === '' ? undefined : { name: name.toLowerCase(), value };
}

/** String.trim, but also removes U+0085. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text[start]!)) start += 1;
  while (end > start && space.test(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

export function isDirectiveName(name: string): name is Directive['name'] {
  return name === 'syntax' || name === 'escape' || name === 'check';
}

export interface SyntaxDirective {
  /** The frontend's reference: the value up to the first space. */
  reference: string;
  line: number;
  form: 'hash' | 'slashes' | 'json';
}

/**
 * Every `syntax` directive that any BuildKit release honours: `# syntax=`, `// syntax=` and JSON `{"syntax":
 * …}`, each also after a byte order mark and after a `#!` line (DetectSyntax in moby/buildkit
 * frontend/dockerfile/parser/directives.go). Releases differ in whether an unknown directive ends the block
 * and in which of two directives counts, so all are returned.
 */
function syntaxDirectives(text: string): SyntaxDirective[] {
  const lines = text.split('\n');
  lines[0] = withoutBom(lines[0]!);
  const first = lines[0].startsWith('#!') ? 1 : 0;
  const found: SyntaxDirective[] = [];
  for (const [prefix, form] of [
    ['#', 'hash'],
    ['//', 'slashes'],
  ] as const) {
    for (let i = first; i < lines.length; i += 1) {
      const directive = readDirective(lines[i]!, prefix);
      if (directive === undefined) break;
      if (directive.name === 'syntax')
        found.push({ reference: directive.value.split(' ', 1)[0]!, line: i + 1, form });
    }
  }
  const rest = first === 0 ? lines.join('\n') : lines.slice(1).join('\n');
  const json = jsonSyntax(rest);
  if (json !== undefined) {
    const at = lines.findIndex((line) => line.includes('"syntax"'));
    found.push({ reference: json.split(' ', 1)[0]!, line: at < 0 ? first + 1 : at + 1, form: 'json' });
  }
  return found;
}

function withoutBom(text: string): string {
  return text.startsWith(bom) ? text.slice(1) : text;
}

function jsonSyntax(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const syntax = (value as { syntax?: unknown }).syntax;
    return typeof syntax === 'string' ? syntax : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The `syntax` directive of a Dockerfile, in any form BuildKit honours. If there are several, one that names
 * a foreign frontend takes precedence. Undefined if there is none.
 */
export function syntaxDirective(text: string): SyntaxDirective | undefined {
  const all = syntaxDirectives(text);
  return all.find((directive) => !isOfficialFrontend(directive.reference)) ?? all[0];
}

/** `docker/dockerfile`, with or without Docker's default registry, any tag and any digest. */
const officialFrontend =
  /^(?:(?:index\.)?docker\.io\/)?docker\/dockerfile(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/u;

/**
 * Whether a frontend reference is the official `docker/dockerfile`, which the engine's built-in frontend can
 * replace.
 */
export function isOfficialFrontend(reference: string): boolean {
  return officialFrontend.test(reference);
}

/**
 * The same text without an effective `syntax` directive, so that the engine's built-in frontend reads it.
 * Every instruction stays on its line and other directives keep their effect: the removed line becomes a
 * comment below them, because a comment ends the block of directives.
 */
export function neutraliseSyntax(text: string): string {
  const found = syntaxDirectives(text);
  if (found.length === 0) return text;
  const lines = text.split('\n');
  const mark = text.startsWith(bom) ? bom : '';
  lines[0] = withoutBom(lines[0]!);
  if (found.some((directive) => directive.form === 'json'))
    return mark + lines.map((line) => `# | ${line}`).join('\n');
  for (const directive of found)
    if (directive.form === 'slashes')
      lines[directive.line - 1] = `# (built-in frontend) ${lines[directive.line - 1]}`;
  const removed = new Set(
    found.filter((directive) => directive.form === 'hash').map((directive) => directive.line - 1),
  );
  if (removed.size > 0) {
    const first = lines[0].startsWith('#!') ? 1 : 0;
    let end = first;
    while (end < lines.length && readDirective(lines[end]!, '#') !== undefined) end += 1;
    const block = lines.slice(first, end);
    const kept = block.filter((_, i) => !removed.has(first + i));
    const comments = block
      .filter((_, i) => removed.has(first + i))
      .map((line) => `# (built-in frontend) ${line}`);
    lines.splice(first, end - first, ...kept, ...comments);
  }
  return mark + lines.join('\n');
}
