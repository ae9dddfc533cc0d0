import type { QuickFix } from '@dfm/contracts';

/**
 * Applies a quick fix, which replaces complete lines of a text.
 *
 * @returns the new text, in which other lines keep their endings (LF or CRLF), or the unchanged text if it
 *   does not have these lines
 */
export function applyQuickFix(text: string, fix: QuickFix): string {
  const lines = text.split('\n');
  if (fix.startLine > lines.length || fix.endLine > lines.length || fix.endLine < fix.startLine) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  // The text is split at line feeds, so each line except the last still has the carriage return of its
  // ending.
  const last = lines[fix.endLine - 1]!.endsWith('\r') ? '\r' : '';
  const replacement = fix.text === '' ? [] : [fix.text.split('\n').join(lineEnd) + last];
  return [...lines.slice(0, fix.startLine - 1), ...replacement, ...lines.slice(fix.endLine)].join('\n');
}
