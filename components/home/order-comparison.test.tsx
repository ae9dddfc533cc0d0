import type { ReplayResult } from '@dfm/contracts';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { OrderComparison } from './order-comparison.tsx';

const replay = (totalMs: number, pip: { cached: boolean; ms: number }): ReplayResult => ({
  scenario: 'edit',
  title: 'An edit',
  totalMs,
  steps: [
    { name: 'RUN pip install', line: 7, stage: 'image', bytes: 0, ...pip },
    { name: 'COPY . .', line: 8, stage: 'image', bytes: 0, cached: false, ms: 10 },
  ],
});

test('shows the time of the build after the edit for each order, and its bars on one scale', () => {
  const html = renderToStaticMarkup(
    <OrderComparison
      orders={[
        { name: 'Slow', replay: replay(26_584, { cached: false, ms: 20_000 }) },
        { name: 'Fast', replay: replay(228, { cached: true, ms: 0 }) },
      ]}
    />,
  );
  const times = [...html.matchAll(/order-time">([^<]+)/g)].map(([, time]) => time);
  expect(times).toEqual(['26.6 s', '0.2 s']);
  const widths = [...html.matchAll(/width:max\(3px, ([\d.]+)%\)/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([100, 0.05, 0.05]);
  expect(html).toContain('cached');
});
