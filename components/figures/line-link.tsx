/**
 * Ties a figure's rows to the lines of a Dockerfile beside it. All optional: without them a figure only
 * shows.
 */
export interface LineLink {
  /** Line to mark, because the reader points at it elsewhere. */
  activeLine?: number | undefined;
  /** The reader points at a row of this line, or (undefined) at none any more. */
  onLine?: ((line: number | undefined) => void) | undefined;
  /** The reader chose a row's line number. */
  onGoTo?: ((line: number) => void) | undefined;
}

/** What a figure's row needs so that pointing at it marks its line and the other way round. */
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

/** The line number at the start of a row: a button where there is an editor to go to. */
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
