import type { QuickFix } from '@dfm/contracts';

/**
 * Replaces whole lines of a text as a quick fix says.
 * @returns the new text; the line ending of the file (LF or CRLF) is kept. The text itself when the lines are not in it.
 */
export function applyQuickFix(text: string, fix: QuickFix): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  if (fix.startLine > lines.length || fix.endLine > lines.length || fix.endLine < fix.startLine) return text;
  const replacement = fix.text === '' ? [] : fix.text.split('\n');
  return [...lines.slice(0, fix.startLine - 1), ...replacement, ...lines.slice(fix.endLine)].join(lineEnd);
}
