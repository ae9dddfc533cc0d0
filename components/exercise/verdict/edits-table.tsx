import type { EditVerdict } from '@dfm/contracts';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { Check, X } from 'lucide-react';
import { HeadedTable } from '@/components/figures/headed-table.tsx';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { LineButton } from './line-button.tsx';
import { Unbroken } from './unbroken.tsx';

interface Props {
  edits: readonly EditVerdict[];
  onGoTo: LineLink['onGoTo'];
}

/** What each edit installed again, the line that lost the cache, and what was expected. */
export function EditsTable({ edits, onGoTo }: Props) {
  return (
    <ScrollRegion className="edits-table mt-4 overflow-x-auto" aria-label="What each edit installs again">
      <HeadedTable heads={['Edit', 'Cache lost at', 'Installed again', 'Expected']}>
        {edits.map((edit) => (
          <tr key={edit.title}>
            <td>
              <span className="flex gap-1.5">
                {edit.ok ? (
                  <Check aria-hidden size={14} className="mt-0.5 shrink-0 text-good" />
                ) : (
                  <X aria-hidden size={14} className="mt-0.5 shrink-0 text-bad" />
                )}
                <span>
                  <span className="sr-only">{edit.ok ? 'As expected: ' : 'Not as expected: '}</span>
                  {edit.title}
                </span>
              </span>
            </td>
            <td data-head="Cache lost at">
              {edit.lostAt.length === 0 && '–'}
              {edit.lostAt.map(({ line, reason }) => (
                <span key={`${line} ${reason}`} className="block">
                  {line !== undefined && <LineButton line={line} onGoTo={onGoTo} />}
                  {line !== undefined && ': '}
                  <span className="text-soft wrap-anywhere">{reason}</span>
                </span>
              ))}
            </td>
            <td data-head="Installed again">
              <Unbroken text={installedText(edit)} />
            </td>
            <td data-head="Expected">{edit.wanted === 'cached' ? 'nothing' : 'the packages'}</td>
          </tr>
        ))}
      </HeadedTable>
      {edits.some(({ measuredIn }) => measuredIn === 'first-build') && (
        <p className="mt-2 text-xs text-soft">
          * Time and size from the first build: this rebuild was stopped when it started to install the
          packages again.
        </p>
      )}
    </ScrollRegion>
  );
}

function installedText({ installLines, ms, bytes, measuredIn }: EditVerdict): string {
  if (installLines.length === 0) return 'nothing';
  const lines = `${installLines.length === 1 ? 'line' : 'lines'} ${listOfLines.format(installLines.map(String))}`;
  const size = bytes > 0 ? `, ${formatBytes(bytes)}` : '';
  return `${lines}: ${formatDuration(ms)}${size}${measuredIn === 'first-build' ? '*' : ''}`;
}

const listOfLines = new Intl.ListFormat('en', { type: 'conjunction' });
