import { visibleText } from '@dfm/contracts/visible-text';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { fileDiff, type DiffRow, type FileDiff } from './file-diff.ts';
import { markWords, type Segment } from './mark-words.ts';

interface Props {
  path: string;
  left: string;
  right: string;
  /** Names of the two sides, such as “yours” and “the solution”. */
  leftName: string;
  rightName: string;
}

const sign = { same: '', removed: '−', added: '+' } as const;
const spoken = { same: '', removed: 'removed: ', added: 'added: ' } as const;
const wordTone = {
  same: '',
  removed: 'bg-[color-mix(in_oklab,var(--bad)_25%,transparent)]',
  added: 'bg-[color-mix(in_oklab,var(--good)_25%,transparent)]',
} as const;
const tone = { same: '', removed: 'bg-bad-soft', added: 'bg-good-soft' } as const;

/**
 * What changed between two versions of a file, line by line. Changes are marked by a sign as well as by
 * colour, and in lines that are alike, the changed words too.
 */
export function DiffTable({ path, left, right, leftName, rightName }: Props) {
  const diff = fileDiff(left, right);
  return (
    <section className="my-4" aria-label={`${path}: ${leftName} and ${rightName}`}>
      <p className="mb-1 flex flex-wrap items-baseline gap-x-3 text-sm">
        <code className="font-mono font-semibold">{path}</code>
        <span className="text-soft">
          {diff.blocks.length === 0
            ? 'the same in both'
            : `${diff.removed} ${diff.removed === 1 ? 'line' : 'lines'} only in ${leftName}, ${diff.added} only in ${rightName}`}
        </span>
      </p>
      {diff.blocks.length > 0 && (
        <ScrollRegion
          className="overflow-x-auto rounded-md border border-line bg-raised"
          aria-label={`Changes in ${path}`}
        >
          <table className="w-full border-collapse font-mono text-xs leading-5">
            <thead className="sr-only">
              <tr>
                <th scope="col">Line in {leftName}</th>
                <th scope="col">Line in {rightName}</th>
                <th scope="col">Text</th>
              </tr>
            </thead>
            {diff.blocks.map((block) => (
              <Block key={`${block.rows[0]?.left}:${block.rows[0]?.right}`} block={block} />
            ))}
            {diff.skippedAfter > 0 && (
              <tbody>
                <Skipped lines={diff.skippedAfter} />
              </tbody>
            )}
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function Block({ block }: { block: FileDiff['blocks'][number] }) {
  const marks = markWords(block.rows);
  return (
    <tbody>
      {block.skippedBefore > 0 && <Skipped lines={block.skippedBefore} />}
      {block.rows.map((row) => (
        <Row key={`${row.kind}${row.left}:${row.right}`} row={row} words={marks.get(row)} />
      ))}
    </tbody>
  );
}

interface RowProps {
  row: DiffRow;
  /** Undefined for a line that has no counterpart. */
  words: readonly Segment[] | undefined;
}

function Row({ row, words = [{ text: row.text, isChanged: false }] }: RowProps) {
  return (
    <tr className={tone[row.kind]}>
      <td className="w-10 px-2 text-right text-faint select-none">{row.left ?? ''}</td>
      <td className="w-10 px-2 text-right text-faint select-none">{row.right ?? ''}</td>
      <td className="pr-3 whitespace-pre">
        <span aria-hidden className="inline-block w-5 text-center text-soft select-none">
          {sign[row.kind]}
        </span>
        <span className="sr-only">{spoken[row.kind]}</span>
        {words.map(({ text, isChanged }, index) =>
          isChanged ? (
            // Segments have no identity other than their position.
            // oxlint-disable-next-line react/no-array-index-key
            <mark key={index} className={`rounded-sm text-inherit ${wordTone[row.kind]}`}>
              {visibleText(text)}
            </mark>
          ) : (
            visibleText(text)
          ),
        )}
      </td>
    </tr>
  );
}

function Skipped({ lines }: { lines: number }) {
  return (
    <tr className="bg-surface text-faint">
      <td colSpan={3} className="py-0.5 pl-25">
        {lines} unchanged {lines === 1 ? 'line' : 'lines'}
      </td>
    </tr>
  );
}
