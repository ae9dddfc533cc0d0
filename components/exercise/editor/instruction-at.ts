/** Whether a line (1-based) of a Dockerfile belongs to a FROM instruction, continued lines included. */
export function isInFrom(text: string, line: number): boolean {
  const lines = text.split(/\r?\n/);
  let start = line - 1;
  while (start > 0 && /\\\s*$/.test(lines[start - 1] ?? '')) start -= 1;
  return /^\s*FROM(\s|\\|$)/i.test(lines[start] ?? '');
}
