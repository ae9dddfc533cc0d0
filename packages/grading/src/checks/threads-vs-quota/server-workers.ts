import { baseName } from '@dfm/dockerfile/shell/shell-commands';

/**
 * The number of worker processes in a start command of gunicorn, uvicorn, hypercorn, granian or uwsgi;
 * undefined if it gives none or uses a variable.
 */
export function serverWorkers(words: readonly string[]): number | undefined {
  const at = words.findIndex(
    (word, i) =>
      /^(?:gunicorn|uvicorn|hypercorn|granian|uwsgi|fastapi)$/u.test(baseName(word)) &&
      words[i - 1] !== 'install',
  );
  if (at < 0) return undefined;
  for (let i = at + 1; i < words.length; i += 1) {
    const match = /^(?:--workers|--processes|-w|-p)(?:=?(\d+))?$/u.exec(words[i]!);
    if (match === null || (words[i]!.startsWith('-p') && baseName(words[at]!) !== 'uwsgi')) continue;
    const value = match[1] ?? words[i + 1] ?? '';
    return /^\d{1,4}$/u.test(value) ? Number(value) : undefined;
  }
  return undefined;
}
