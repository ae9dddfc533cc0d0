import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import type { LogLine } from '../log/log-buffer.ts';
import { LogLineText } from './log-line-text.tsx';

const lineHeightPx = 20;
const paddingPx = 8;

interface Props {
  lines: readonly LogLine[];
  /** Whether the last line stays visible as lines arrive. */
  isFollowing: boolean;
  /** The reader scrolled: whether to the end. */
  onFollow(isFollowing: boolean): void;
}

/** The lines of a log in a scrollable region. Only the visible ones are in the page. */
export function LogLines({ lines, isFollowing, onFollow }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = lines.length;
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
    if (at !== null) onFollow(at.scrollHeight - at.scrollTop - at.clientHeight < lineHeightPx * 2);
  };
  return (
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
          const line = lines[item.index];
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
  );
}
