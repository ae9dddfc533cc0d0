/** The part of a terminal that is needed here. */
interface RepeatingTerminal {
  cols: number;
  rows: number;
  parser: {
    registerCsiHandler(
      sequence: { final: string },
      handle: (parameters: (number | number[])[]) => boolean,
    ): unknown;
  };
}

/**
 * Ignores sequences that repeat something more often than a screen has room for, which is never meant. A
 * terminal would repeat up to two billion times: it allocates as much memory for a character (`b`), and takes
 * minutes for tabs and lines.
 */
export function ignoreRepetitions(terminal: RepeatingTerminal): void {
  const ignoreBeyond = (finals: string, room: 'cols' | 'rows') => {
    for (const final of finals)
      terminal.parser.registerCsiHandler({ final }, ([times]) => Number(times) > terminal[room]);
  };
  ignoreBeyond('bIZ', 'cols');
  ignoreBeyond('LMST', 'rows');
}
