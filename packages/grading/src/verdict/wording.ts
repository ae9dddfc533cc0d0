import { truncate } from '@dfm/contracts/truncate';
/** Bytes in decimal megabytes as a learner reads them: `3.4 MB`, below 0.1 MB in kB. */
export function megabytes(bytes: number): string {
  if (bytes < 100_000) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 10_000_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e6)} MB`;
}

/** Milliseconds as seconds: `0.4 s`, from ten on without a fraction. */
export function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.length <= most ? items.slice(0, -1) : items.slice(0, most - 1);
  const last = items.length <= most ? items.at(-1) : `${items.length - shown.length} more`;
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}

/**
 * How pip begins the lines that it ends with whatever happened: of a newer pip, of root as the user, of an
 * index that it cannot ask.
 */
const afterword = /^(?:WARNING: |\[notice\] )/u;

// oxlint-disable-next-line no-control-regex -- they are what is to be removed
const escapeSequences = /\u001b\[[0-?]*[ -/]*[@-~]/g;
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * The last line of a program's output that says anything, without control sequences, cut to a sentence's
 * length. A warning says less than an error above it.
 */
export function lastWords(output: string): string | undefined {
  const plain = output.replace(escapeSequences, '').replace(controlCharacters, '');
  const lines = plain
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const line = lines.findLast((text) => !afterword.test(text)) ?? lines.at(-1);
  return line === undefined ? undefined : truncate(line, 160);
}
