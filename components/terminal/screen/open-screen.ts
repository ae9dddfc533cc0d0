import '@xterm/xterm/css/xterm.css';
import { terminalLimits } from '@dfm/contracts/terminal';
import { ignoreRepetitions } from '@dfm/contracts/terminal-repetitions';
import { visibleLine } from '@dfm/contracts/visible-text';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { followTheme } from '@/components/ui/site-colors.ts';
import type { ScreenSize, ShellOutput } from '../connection/connection-state.ts';
import { type PrintedLink, printedLink } from './link-address.ts';
import { screenTheme, searchColors } from './screen-theme.ts';
import { swallowQueries } from './swallow-queries.ts';

/** Lines above the screen that this page keeps. A reload brings back fewer (`terminalLimits.scrollback`). */
const SCROLLBACK_LINES = 5_000;
const TITLE_LENGTH_MAX = 60;
/** Lines of the text for screen readers and copying. */
const TEXT_LINES_MAX = 1_000;

export interface ScreenEvents {
  /** Keys, in the form in which programs read them. */
  typed(text: string): void;
  /** A text from the clipboard. */
  pasted(text: string): void;
  /** The screen fills its container with this size now. */
  sized(size: ScreenSize): void;
  /** A program has set a title. It is bounded, on one line and without control characters. */
  titled(title: string): void;
  linkOpened(link: PrintedLink): void;
  matched(matches: Matches): void;
  /** A program has begun to get what is done with the mouse, or has stopped. */
  mouseTaken(isTaken: boolean): void;
  focused(): void;
  /** @returns whether the key was for the page, and the shell does not get it */
  keyPressed(event: KeyboardEvent): boolean;
}

/** Matches of a search. `index` is that of the current one, -1 if there is none or there are too many. */
export interface Matches {
  index: number;
  count: number;
}

/** The screen of a shell. */
export interface ShellScreen extends ShellOutput {
  size(): ScreenSize;
  focus(): void;
  /** Whether the program in the shell distinguishes pasted from typed text. */
  hasBracketedPaste(): boolean;
  /** Whether the program has changed what arrow keys send. */
  hasApplicationKeys(): boolean;
  selection(): string;
  selectAll(): void;
  /** @param step whether to go on from the current match, and where */
  search(text: string, step: 'stay' | 'next' | 'previous'): void;
  endSearch(): void;
  setFontSize(px: number): void;
  /** The newest lines as plain text, without empty ones at the end. */
  lines(): string[];
  dispose(): void;
}

/**
 * Opens a terminal that fills an element, in the site's font and colours.
 *
 * @param fontSize in px
 * @throws Error if it cannot be drawn
 */
export async function openScreen(
  container: HTMLElement,
  { label, fontSize }: { label: string; fontSize: number },
  events: ScreenEvents,
): Promise<ShellScreen> {
  const { fontFamily } = getComputedStyle(container);
  // The size of a character is measured once.
  await document.fonts.load(`${fontSize}px ${fontFamily}`).catch(() => undefined);
  const { terminal, search, fit } = newTerminal({ fontFamily, fontSize }, events);
  terminal.open(container);
  terminal.textarea?.setAttribute('aria-label', label);
  const stopTheme = followTheme(() => (terminal.options.theme = screenTheme()));

  const fill = () => {
    const size = fittingSize(fit);
    if (size === undefined || (size.columns === terminal.cols && size.rows === terminal.rows)) return;
    terminal.resize(size.columns, size.rows);
    events.sized(size);
  };
  fill();
  const stopListening = listen(container, terminal, events, fill);
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    events.matched({ index: resultIndex, count: resultCount }),
  );

  return {
    replace({ columns, rows }, text, onShown) {
      terminal.resize(columns, rows);
      // The reset is written, because output that is still to be drawn comes before it.
      terminal.write(`\x1bc${text}`, onShown);
    },
    write: (text, onShown) => terminal.write(text, onShown),
    resize: ({ columns, rows }) => terminal.resize(columns, rows),
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    focus: () => terminal.focus(),
    hasBracketedPaste: () => terminal.modes.bracketedPasteMode,
    hasApplicationKeys: () => terminal.modes.applicationCursorKeysMode,
    selection: () => terminal.getSelection(),
    selectAll: () => terminal.selectAll(),
    search(text, step) {
      const options = { decorations: searchColors(), incremental: step === 'stay' };
      if (step === 'previous') search.findPrevious(text, options);
      else search.findNext(text, options);
    },
    endSearch: () => search.clearDecorations(),
    setFontSize(px) {
      terminal.options.fontSize = px;
      fill();
    },
    lines: () => textOf(terminal),
    dispose() {
      stopListening();
      stopTheme();
      terminal.dispose();
    },
  };
}

function newTerminal(font: { fontFamily: string; fontSize: number }, events: ScreenEvents) {
  const openLink = (_event: MouseEvent, text: string) => {
    const link = printedLink(text);
    if (link !== undefined) events.linkOpened(link);
  };
  const terminal = new Terminal({
    ...font,
    lineHeight: 1.2,
    scrollback: SCROLLBACK_LINES,
    minimumContrastRatio: 4.5,
    macOptionIsMeta: true,
    // While a program uses the mouse, selecting needs a key. Elsewhere it is Shift.
    macOptionClickForcesSelection: true,
    linkHandler: { activate: openLink },
    // Marking matches of a search needs it.
    allowProposedApi: true,
    // It would describe every character that it cannot interpret in the console, which takes long.
    logLevel: 'off',
  });
  swallowQueries(terminal);
  ignoreRepetitions(terminal);
  const search = new SearchAddon();
  const fit = new FitAddon();
  for (const addon of [search, fit, new WebLinksAddon(openLink)]) terminal.loadAddon(addon);
  return { terminal, search, fit };
}

/** Connects the terminal with the page. @returns a function that ends it */
function listen(
  container: HTMLElement,
  terminal: Terminal,
  events: ScreenEvents,
  fill: () => void,
): () => void {
  terminal.onData(events.typed);
  terminal.onTitleChange((title) => events.titled(visibleLine(title.slice(0, TITLE_LENGTH_MAX))));
  let wasTaken = false;
  terminal.onWriteParsed(() => {
    const isTaken = terminal.modes.mouseTrackingMode !== 'none';
    if (isTaken !== wasTaken) events.mouseTaken(isTaken);
    wasTaken = isTaken;
  });
  // xterm.js passes on what returns true.
  terminal.attachCustomKeyEventHandler((event) => !events.keyPressed(event));
  const left = new AbortController();
  const { signal } = left;
  container.addEventListener(
    'paste',
    (event) => {
      // Before xterm.js, which would send everything as it is.
      event.stopPropagation();
      event.preventDefault();
      events.pasted(event.clipboardData?.getData('text/plain') ?? '');
    },
    { capture: true, signal },
  );
  container.addEventListener(
    'focusin',
    () => {
      // Another page may have changed the size since.
      fill();
      events.focused();
    },
    { signal },
  );
  const resized = new ResizeObserver(() => requestAnimationFrame(() => signal.aborted || fill()));
  resized.observe(container);
  return () => {
    left.abort();
    resized.disconnect();
  };
}

/** Undefined while the container has no size. */
function fittingSize(fit: FitAddon): ScreenSize | undefined {
  const proposed = fit.proposeDimensions();
  if (proposed === undefined || Number.isNaN(proposed.cols) || Number.isNaN(proposed.rows)) return undefined;
  const { columns, rows } = terminalLimits;
  return {
    columns: Math.max(columns.min, Math.min(proposed.cols, columns.max)),
    rows: Math.max(rows.min, Math.min(proposed.rows, rows.max)),
  };
}

function textOf({ buffer: { active } }: Terminal): string[] {
  const lines: string[] = [];
  for (let row = 0; row < active.length; row += 1) {
    const line = active.getLine(row);
    if (line === undefined) continue;
    const text = line.translateToString(true);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  while (lines.at(-1) === '') lines.pop();
  return lines.slice(-TEXT_LINES_MAX);
}
