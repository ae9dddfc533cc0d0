'use client';

import { plainText } from '@dfm/contracts/terminal-text';
import { ArrowDownToLine, Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button.tsx';
import type { LogBuffer } from '../log/log-buffer.ts';
import { LogLines } from './log-lines.tsx';

/** A log of any length, with its length and a copy button. Follows the end until the reader scrolls up. */
export function LogView({ log }: { log: LogBuffer }) {
  const [isFollowing, setFollowing] = useState(true);
  const count = log.lines.length;
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
      <LogLines lines={log.lines} isFollowing={isFollowing} onFollow={setFollowing} />
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
