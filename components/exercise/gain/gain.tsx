import type { ResultDocument } from '@dfm/contracts';
import { formatDistinct } from '@dfm/contracts/quantity';
import { FigureFrame } from '@/components/figures/figure-frame.tsx';
import { HeadedTable } from '@/components/figures/headed-table.tsx';
import { share } from '@/components/figures/share.ts';
import { gainRows, type EarlierRun, type GainRow } from './gain-rows.ts';

/** What a passed run gained over an earlier one: each time or size as two bars on one scale. */
export function Gain({ before, after }: { before: EarlierRun; after: ResultDocument }) {
  const rows = gainRows(before, after);
  const [best] = rows;
  if (best === undefined) return null;
  const [from, to] = textsOf(best);
  return (
    <FigureFrame
      title={
        <>
          {best.title}:{' '}
          <span className="whitespace-nowrap">
            {from} → {to}
          </span>
        </>
      }
      caption={captionOf(rows)}
      table={
        <HeadedTable heads={['What', firstRun, 'This run']}>
          {rows.map((row) => (
            <tr key={row.title}>
              <td>{row.title}</td>
              {textsOf(row).map((text, index) => (
                <td key={index === 0 ? 'before' : 'after'}>{text}</td>
              ))}
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <ol className="gain-rows" aria-label="Before and after">
        {rows.map((row) => (
          <li key={row.title}>
            <span className="font-medium">{row.title}</span>
            <Bar name={firstRun} row={row} value={row.before} text={textsOf(row)[0]} isAfter={false} />
            <Bar name="This run" row={row} value={row.after} text={textsOf(row)[1]} isAfter />
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

const firstRun = 'First run';

interface BarProps {
  name: string;
  row: GainRow;
  value: number;
  text: string;
  isAfter: boolean;
}

function Bar({ name, row, value, text, isAfter }: BarProps) {
  return (
    <span className="gain-row">
      <span className="text-soft">{name}</span>
      <span aria-hidden className="gain-track">
        <span
          className={isAfter ? 'bg-good' : 'bg-edge'}
          style={{ width: share(value, Math.max(row.before, row.after)) }}
        />
      </span>
      <span className="text-right whitespace-nowrap tabular-nums">{text}</span>
    </span>
  );
}

function textsOf({ unit, before, after, isEstimate }: GainRow): [before: string, after: string] {
  const [from, to] = formatDistinct(unit, before, after);
  return [isEstimate ? `about ${from}` : from, to];
}

function captionOf(rows: readonly GainRow[]): string {
  const sentences = ['Both were measured in your own runs: the first one that was graded, and this one.'];
  if (rows.some(({ isEstimate }) => isEstimate))
    sentences.push(
      '“About”: that rebuild was stopped early, so its remaining steps count with their time in the first build.',
    );
  return sentences.join(' ');
}
