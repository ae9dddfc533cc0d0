import { inertText } from '@dfm/contracts/terminal-text';

/** `step`: the heading above a step's output. `note`: a message from us. */
type LogSource = 'cold-build' | 'replay' | 'run' | 'step' | 'note';

export interface LogLine {
  /** Number of the line in the complete log. Does not change when older lines are dropped. */
  number: number;
  source: LogSource;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface LogEntry {
  source: LogSource;
  /** The build step or container that printed it, so that lines of concurrent steps do not mix. */
  key: string | undefined;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface LogBuffer {
  lines: readonly LogLine[];
  /** How many of the oldest lines were dropped to stay within the limit. */
  droppedLines: number;
  /** Writers whose last line has no line feed yet: its number and its text as printed. */
  open: Readonly<Record<string, { number: number; raw: string }>>;
}

export interface LogLimits {
  lines: number;
  /** UTF-16 units of one line; the rest of a longer line is cut and marked. */
  lineLength: number;
}

export const emptyLog: LogBuffer = { lines: [], droppedLines: 0, open: {} };
const logLimits: LogLimits = { lines: 20_000, lineLength: 4_000 };

/**
 * Appends output in order. A carriage return restarts its line, as a terminal does for a progress bar.
 * Control sequences are made inert, and the oldest lines are dropped above the limit.
 */
export function appendLog(
  log: LogBuffer,
  entries: readonly LogEntry[],
  limits: LogLimits = logLimits,
): LogBuffer {
  if (entries.length === 0) return log;
  const lines = [...log.lines];
  const open = { ...log.open };
  let dropped = log.droppedLines;
  const firstNumber = () => lines[0]?.number ?? dropped;
  for (const entry of entries) {
    const writer = `${entry.source} ${entry.key ?? ''} ${entry.stream}`;
    const pieces = entry.text.split('\n');
    pieces.forEach((piece, i) => {
      const isLast = i === pieces.length - 1;
      const unfinished = open[writer];
      if (isLast && piece === '') return;
      const raw = sinceOverwrite((unfinished?.raw ?? '') + piece).slice(0, limits.lineLength * 2);
      const at = unfinished === undefined ? -1 : unfinished.number - firstNumber();
      const line: LogLine = {
        number: unfinished?.number ?? (lines.at(-1)?.number ?? dropped - 1) + 1,
        source: entry.source,
        stream: entry.stream,
        text: cut(inertText(raw.replace(/\r+$/, '')), limits.lineLength),
      };
      if (at >= 0) lines[at] = line;
      else if (unfinished === undefined) lines.push(line);
      if (isLast) open[writer] = { number: line.number, raw };
      else delete open[writer];
    });
  }
  if (lines.length > limits.lines) {
    const excess = lines.length - limits.lines;
    lines.splice(0, excess);
    dropped += excess;
  }
  return { lines, droppedLines: dropped, open };
}

/**
 * What a terminal would still show of a line that carriage returns have restarted. A carriage return at the
 * end has not erased anything yet.
 */
function sinceOverwrite(raw: string): string {
  const end = /\r*$/.exec(raw)?.[0] ?? '';
  const body = raw.slice(0, raw.length - end.length);
  return body.slice(body.lastIndexOf('\r') + 1) + end;
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return `${text.slice(0, end)} … (line cut after ${length} characters)`;
}
