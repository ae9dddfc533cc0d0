import type { ReplayResult } from '@dfm/contracts';
import { FigureFrame } from '@/components/figures/figure-frame.tsx';
import { HeadedTable } from '@/components/figures/headed-table.tsx';
import { kindsIn } from '@/components/figures/instruction-kind.ts';
import { replayRows } from '@/components/figures/replay-rows.ts';
import { RowInstruction } from '@/components/figures/row-instruction.tsx';
import { outcomeText, StepCell } from '@/components/figures/step-cell.tsx';

interface Props {
  /** Orders of the same steps, each with the build after the same edit. */
  orders: readonly { name: string; replay: ReplayResult }[];
}

/** What the same edit costs with each order of the lines. */
export function OrderComparison({ orders }: Props) {
  const drawn = orders.map(({ name, replay }) => ({ name, replay, rows: replayRows(undefined, replay) }));
  const rows = drawn.flatMap((order) => order.rows);
  const longest = Math.max(1, ...rows.map((row) => row.after?.drawnMs ?? 0));
  return (
    <FigureFrame
      title="One line of code changes. What does the next build cost?"
      kinds={kindsIn(rows)}
      caption="Recorded runs from the course, with the same files and packages. The total includes the time for storing the image."
      table={
        <HeadedTable heads={['Order', 'Step', 'After the edit']}>
          {drawn.flatMap((order) =>
            order.rows.map((row) => (
              <tr key={`${order.name} ${row.key}`}>
                <td>{order.name}</td>
                <td>{row.text}</td>
                <td>{outcomeText(row.after)}</td>
              </tr>
            )),
          )}
        </HeadedTable>
      }
    >
      {drawn.map((order) => (
        <section key={order.name} aria-label={order.name} className="order">
          <p className="order-head">
            <span className="font-semibold">{order.name}</span>
            <span className="order-time">{secondsText(order.replay.totalMs)}</span>
          </p>
          <ol className="rows" aria-label="Steps of the build after the edit">
            {order.rows.map((row) => (
              <li key={row.key} className="row order-row">
                <RowInstruction row={row} />
                <StepCell label="After the edit" outcome={row.after} kind={row.kind} longest={longest} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </FigureFrame>
  );
}

/** Always in seconds, because 27 s next to 228 ms looks like the smaller number. */
function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
