import type { ReactNode } from 'react';
import { ChoicePanels } from './choice-panels.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { float32Sum, float32Text, float64Sum, reciprocals, sharedDigits } from './float32-sum.ts';
import { HeadedTable } from './headed-table.tsx';

const count = 10_000;
const values = reciprocals(count);
const exact = float32Text(float64Sum(values));
const sums = [1, 2, 8, 32, 256, 1024].map((workers) => ({
  workers,
  text: float32Text(float32Sum(values, workers)),
}));

/** The same 32-bit numbers, added by one worker or by many. Computed when the page is rendered, not recorded. */
export function SumOrder({ caption }: { caption?: ReactNode }) {
  return (
    <FigureFrame
      title={`1 + 1/2 + 1/3 + … + 1/${count.toLocaleString('en')}, in 32 bits`}
      caption={caption}
      table={
        <HeadedTable heads={['Workers', 'Sum in 32 bits']}>
          {sums.map(({ workers, text }) => (
            <tr key={workers}>
              <td>{workers}</td>
              <td>
                <code>{text}</code>
              </td>
            </tr>
          ))}
          <tr>
            <td>one, in 64 bits</td>
            <td>
              <code>{exact}</code>
            </td>
          </tr>
        </HeadedTable>
      }
    >
      <ChoicePanels
        legend="Number of workers"
        className="choice-row"
        choices={sums.map(({ workers, text }) => ({
          key: `${workers}`,
          label: workers === 1 ? '1 worker' : `${workers}`,
          panel: <Sum text={text} workers={workers} />,
        }))}
      />
    </FigureFrame>
  );
}

function Sum({ text, workers }: { text: string; workers: number }) {
  const same = sharedDigits(text, exact);
  return (
    <dl className="sum">
      <dt>
        {workers === 1
          ? 'One worker, from left to right'
          : `${workers} workers add up their shares, then the shares are added`}
      </dt>
      <dd>
        <code>
          {text.slice(0, same)}
          <mark>{text.slice(same)}</mark>
        </code>
      </dd>
      <dt>One worker in 64 bits, for comparison</dt>
      <dd>
        <code>{exact}</code>
      </dd>
    </dl>
  );
}
