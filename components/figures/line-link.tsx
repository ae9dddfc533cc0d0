/**
 * Links a figure's rows to the lines of a Dockerfile next to it. Everything is optional: without it, the
 * figure is not interactive.
 */
export interface LineLink {
  /** The line to highlight, because the reader points at it elsewhere. */
  activeLine?: number | undefined;
  /** The reader points at a row of this line, or (undefined) no longer at any row. */
  onLine?: ((line: number | undefined) => void) | undefined;
  /** The reader clicked a row's line number. */
  onGoTo?: ((line: number) => void) | undefined;
}

/** Props for a figure's row, so that pointing at it highlights its line and vice versa. */
export function rowProps(line: number | undefined, { activeLine, onLine }: LineLink) {
  const active = line !== undefined && line === activeLine;
  return {
    'data-active': active || undefined,
    ...(onLine && {
      onMouseEnter: () => onLine(line),
      onMouseLeave: () => onLine(undefined),
      onFocus: () => onLine(line),
      onBlur: () => onLine(undefined),
    }),
  };
}

/** The line number at the start of a row: a button if there is an editor to go to. */
export function LineMark({ line, onGoTo }: { line: number | undefined } & Pick<LineLink, 'onGoTo'>) {
  if (line === undefined) return <span className="line-mark" aria-hidden />;
  if (!onGoTo) {
    return (
      <span className="line-mark">
        <span className="sr-only">Line </span>
        {line}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="line-mark hover:text-accent hover:underline"
      aria-label={`Go to line ${line}`}
      onClick={() => onGoTo(line)}
    >
      {line}
    </button>
  );
}
