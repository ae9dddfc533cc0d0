import Anser from 'anser';
import type { LogLine } from '../log/log-buffer.ts';

/**
 * One line of a log, with its colours. Text that a program marked as hidden is shown too: a log hides
 * nothing.
 */
export function LogLineText({ line }: { line: LogLine }) {
  if (line.source === 'note') return <span className="font-sans font-semibold text-accent">{line.text}</span>;
  if (line.source === 'step') return <span className="font-semibold text-soft">{line.text}</span>;
  return Anser.ansiToJson(line.text, { use_classes: true, json: true, remove_empty: true }).map((part, i) => (
    // The parts of a line never change their order.
    // oxlint-disable-next-line react/no-array-index-key
    <span
      key={i}
      className={[
        part.fg,
        part.bg && `on-${part.bg}`,
        ...part.decorations.filter((decoration) => decoration !== 'hidden'),
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {part.content}
    </span>
  ));
}
