'use client';

import { plainText } from '@dfm/contracts/terminal-text';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import type { LogBuffer } from '../log/log-buffer.ts';
import { LogLineText } from './log-line-text.tsx';

const lineHeightPx = 20;
const paddingPx = 8;

/** A log of any length: only the visible lines are in the page. Follows the end until the reader scrolls up. */
export function LogView({ log }: { log: LogBuffer }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const count = log.lines.length;
  // oxlint-disable-next-line react/incompatible-library -- the compiler skips this component, as the library requires
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeightPx,
    overscan: 20,
    paddingStart: paddingPx,
    paddingEnd: paddingPx,
  });

  useEffect(() => {
    if (isFollowing && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [isFollowing, count, rows]);

  const onScroll = () => {
    const at = scroller.current;
    if (at !== null) setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < lineHeightPx * 2);
  };
  return (
    <section aria-label="Log" className="my-6">
      <div className="flex items-center gap-1">
        <h3 className="mr-auto text-sm font-semibold">
          Log{' '}
          <span className="font-normal text-faint tabular-nums">
            {count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`}
          </span>
        </h3>
        {!isFollowing && (
          <IconButton label="Follow the end of the log" onClick={() => setFollowing(true)}>
            <ArrowDownToLine aria-hidden size={16} />
          </IconButton>
        )}
        <CopyLog log={log} />
      </div>
      {log.droppedLines > 0 && (
        <p className="mb-1 text-xs text-soft">
          The first {log.droppedLines.toLocaleString('en')} lines were dropped because the log is too long to
          show in full.
        </p>
      )}
      <ScrollRegion
        ref={scroller}
        onScroll={onScroll}
        className="log-lines h-72 overflow-auto rounded-md border border-line bg-surface font-mono text-xs leading-5"
        role="log"
        aria-live="off"
        aria-label="Lines of the log"
      >
        {count === 0 && <p className="p-3 font-sans text-sm text-faint">No output yet.</p>}
        <div className="relative min-w-max" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const line = log.lines[item.index];
            return (
              <div
                key={item.key}
                className="absolute top-0 left-0 px-3 whitespace-pre"
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              >
                {line && <LogLineText line={line} />}
              </div>
            );
          })}
        </div>
      </ScrollRegion>
    </section>
  );
}

function CopyLog({ log }: { log: LogBuffer }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(log.lines.map((line) => plainText(line.text)).join('\n'));
    setCopied(true);
  };
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <>
      <IconButton label="Copy the log" disabled={log.lines.length === 0} onClick={() => void copy()}>
        {isCopied ? <Check aria-hidden size={16} className="text-good" /> : <Copy aria-hidden size={16} />}
      </IconButton>
      <output className="sr-only">{isCopied ? 'Copied' : ''}</output>
    </>
  );
}
