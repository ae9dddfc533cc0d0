import type { QuickFix } from '@dfm/contracts';

/**
 * Replaces whole lines of a text as a quick fix says.
 *
 * @returns the new text; other lines keep their endings (LF or CRLF). The text itself when the lines are not
 *   in it.
 */
export function applyQuickFix(text: string, fix: QuickFix): string {
  const lines = text.split('\n');
  if (fix.startLine > lines.length || fix.endLine > lines.length || fix.endLine < fix.startLine) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  // Split at line feeds, so each line but the file's last still carries the return of its ending.
  const last = lines[fix.endLine - 1]!.endsWith('\r') ? '\r' : '';
  const replacement = fix.text === '' ? [] : [fix.text.split('\n').join(lineEnd) + last];
  return [...lines.slice(0, fix.startLine - 1), ...replacement, ...lines.slice(fix.endLine)].join('\n');
}
