import { formatDuration } from '@dfm/contracts/quantity';

const isTerminal = process.stdout.isTTY === true;
const clearLine = '\r\u001b[2K';

interface Running {
  title: string;
  startedMs: number;
  detail: string;
}

/** The steps in progress, in the order in which they started. On a terminal, the last line shows all of them. */
const running = new Set<Running>();
let timer: ReturnType<typeof setInterval> | undefined;

function draw(): void {
  const parts = [...running].map(
    ({ title, detail, startedMs }) => `${title} … ${detail} ${formatDuration(Date.now() - startedMs)}`,
  );
  process.stdout.write(
    `${clearLine}${`  ${parts.join('  |  ')}`.slice(0, (process.stdout.columns || 100) - 1)}`,
  );
}

/** Prints lines above the line with the steps in progress. */
export function printLine(text: string): void {
  if (!isTerminal || running.size === 0) return console.log(text);
  process.stdout.write(clearLine);
  console.log(text);
  draw();
}

function begin(one: Running): void {
  running.add(one);
  if (isTerminal) timer ??= setInterval(draw, 100);
  else console.log(`  ${one.title} …`);
}

function end(one: Running, mark: string, note: string): void {
  running.delete(one);
  if (running.size === 0) {
    clearInterval(timer);
    timer = undefined;
  }
  if (isTerminal) process.stdout.write(clearLine);
  console.log(
    `${mark} ${one.title}${note ? `: ${note}` : ''}  ${formatDuration(Date.now() - one.startedMs)}`,
  );
}

/**
 * Runs one step of a setup and shows it: on a terminal in a line with the elapsed time, otherwise in separate
 * lines.
 *
 * @param title what is being done, in a few words
 * @param work does the step and may call `report` with details. A returned string is shown after the title.
 * @returns what `work` returned. If `work` throws, the step is shown as failed and the error is rethrown.
 */
export async function step<T>(
  title: string,
  work: (report: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const own: Running = { title, startedMs: Date.now(), detail: '' };
  begin(own);
  try {
    const result = await work((text) => {
      own.detail = text;
      if (!isTerminal) console.log(`    ${text}  ${formatDuration(Date.now() - own.startedMs)}`);
    });
    end(own, '✓', typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    end(own, '✗', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    throw error;
  }
}
