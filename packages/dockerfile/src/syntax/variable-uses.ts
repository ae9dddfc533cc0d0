/** A place in a text where a variable is used. */
export interface VariableUse {
  name: string;
  /** Offset of the `$`. */
  offset: number;
}

const namePattern = /[A-Za-z_]\w*|\d+/uy;
const specialParameters = '@*#?-$!';

/**
 * The variables that BuildKit looks up when it substitutes a text, in order, including those in operands
 * (`${a:-$b}`) (moby/buildkit frontend/dockerfile/shell/lex.go).
 *
 * @param quotes false for the body of a heredoc, where single quotes do not prevent substitution
 */
export function variableUses(text: string, escape: string, quotes = true): VariableUse[] {
  const uses: VariableUse[] = [];
  if (!text.includes('$')) return uses;
  let doubled = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === escape) {
      at += 1;
    } else if (char === '"') {
      doubled = quotes && !doubled;
    } else if (char === "'" && quotes && !doubled) {
      at = text.indexOf("'", at + 1);
      if (at < 0) return uses;
    } else if (char === '$') {
      const braced = text[at + 1] === '{';
      namePattern.lastIndex = at + (braced ? 2 : 1);
      const next = text[at + 1];
      const name =
        namePattern.exec(text)?.[0] ?? (next !== undefined && specialParameters.includes(next) ? next : '');
      if (name === '') continue;
      uses.push({ name, offset: at });
      at += name.length + (braced ? 1 : 0);
    }
  }
  return uses;
}
