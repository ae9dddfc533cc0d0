'use client';

import type { ReportReply, SentReport } from '@dfm/contracts/browser-api';
import { useEffect, useEffectEvent, useState } from 'react';
import type { ReportDialog } from './report-dialog.tsx';

export interface ReportToolsProps extends Pick<SentReport, 'part' | 'slug'> {
  send(report: SentReport): Promise<ReportReply>;
}

/** What a report is about: selected text, an element, or the page as a whole. */
type About = Range | Element | null | undefined;

/** How long a selection has to stay as it is before the button appears next to it, in ms. */
const SETTLED_MS = 300;

/**
 * Lets a reader report a passage inside `[data-reportable]`: with a button next to selected text, with the
 * links `[data-report]`, with Alt Shift R for the selection or the focused block, and with a button at the
 * place of this component. What the dialog needs is loaded when it is opened.
 */
export function ReportTools({ send, ...part }: ReportToolsProps) {
  const [selected, setSelected] = useState<Range>();
  const [opened, setOpened] = useState<{ Dialog: typeof ReportDialog; about: About }>();
  const [failed, setFailed] = useState(false);
  const open = (about: About) =>
    import('./report-dialog.tsx').then(
      ({ ReportDialog: Dialog }) => setOpened({ Dialog, about }),
      () => setFailed(true),
    );
  useReportEvents(setSelected, open);
  const box = selected?.getBoundingClientRect();
  return (
    <>
      <p id="report-problem" className="report-place">
        <button
          type="button"
          aria-keyshortcuts="Alt+Shift+R"
          title="Select a passage first, or press Alt Shift R in it"
          onMouseDown={keepSelection}
          onClick={() => void open(selectedText())}
        >
          Report a problem
        </button>{' '}
        <output className="text-bad">{failed && 'The form could not be loaded. Try again.'}</output>
      </p>
      {box && (
        <button
          type="button"
          className="report-selected"
          style={{ left: `min(${box.left}px, 100vw - 11rem)`, top: `min(${box.bottom}px, 100dvh - 3rem)` }}
          title="Alt Shift R"
          onMouseDown={keepSelection}
          // The selection may have changed since the button appeared next to the one before it.
          onClick={() => void open(selectedText() ?? selected)}
        >
          Report a problem
        </button>
      )}
      {opened && <opened.Dialog {...part} {...opened} send={send} onClose={() => setOpened(undefined)} />}
    </>
  );
}

const keepSelection = (event: { preventDefault(): void }) => event.preventDefault();

/** Follows the selection, and opens a report for links and for the key. */
function useReportEvents(
  onSelected: (selected: Range | undefined) => void,
  onOpen: (about: About) => Promise<void>,
): void {
  const open = useEffectEvent(onOpen);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => onSelected(selectedText()), SETTLED_MS);
    };
    const click = (event: Event) => {
      const link = (event.target as Element).closest('[data-reportable] [data-report]');
      if (!link) return;
      event.preventDefault();
      void open(link.parentElement);
    };
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || !event.shiftKey || event.code !== 'KeyR') return;
      event.preventDefault();
      void open(selectedText() ?? document.activeElement?.closest('[data-reportable] *'));
    };
    // The reader may have selected something before this ran.
    look();
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener('selectionchange', look, { signal });
    document.addEventListener('scroll', look, { signal, capture: true });
    document.addEventListener('click', click, { signal });
    document.addEventListener('keydown', press, { signal });
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [onSelected]);
}

/** The selection, if it is text of the lesson, the task or the lab. */
function selectedText(): Range | undefined {
  const selection = getSelection();
  return selection?.isCollapsed === false && selection.anchorNode?.parentElement?.closest('[data-reportable]')
    ? selection.getRangeAt(0)
    : undefined;
}
