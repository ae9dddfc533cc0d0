const isTerminal = process.stdout.isTTY === true;

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Runs one step of a set-up and shows it: a line that counts elapsed seconds on a terminal, a plain line elsewhere.
 * @param title what is being done, in a few words
 * @param work does it; may call `say` with what it is at. A returned string is shown behind the title.
 * @returns what `work` returned. What `work` throws is shown as failed and thrown on.
 */
export async function step<T>(title: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T> {
  const started = Date.now();
  let detail = '';
  const draw = () => process.stdout.write(`\r\u001b[2K  ${title} … ${detail} ${seconds(Date.now() - started)}`.slice(0, (process.stdout.columns || 100) + 4));
  const timer = isTerminal ? setInterval(draw, 100) : undefined;
  if (!isTerminal) console.log(`  ${title} …`);
  const finish = (mark: string, note: string) => {
    clearInterval(timer);
    if (isTerminal) process.stdout.write('\r\u001b[2K');
    console.log(`${mark} ${title}${note ? `: ${note}` : ''}  ${seconds(Date.now() - started)}`);
  };
  try {
    const result = await work((text) => {
      detail = text;
      if (!isTerminal) console.log(`    ${text}  ${seconds(Date.now() - started)}`);
    });
    finish('✓', typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    finish('✗', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    throw error;
  }
}
