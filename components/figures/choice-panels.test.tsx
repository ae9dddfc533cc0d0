import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { CapabilityMap } from './capability-map/capability-map.tsx';
import { DataLifetime } from './data-lifetime/data-lifetime.tsx';
import { GpuStack } from './gpu-stack/gpu-stack.tsx';
import { HandoverView } from './handover-view.tsx';
import { NamespaceView } from './namespace-view.tsx';
import { ProbeTimeline } from './probe-timeline/probe-timeline.tsx';
import { SumOrder } from './sum-order.tsx';
import { VmStack } from './vm-stack.tsx';

/** As the server renders it, before any script runs. */
const parts = (figure: ReactNode) => {
  const html = renderToStaticMarkup(figure);
  const [figureHtml = '', table = ''] = html.split('<table');
  return {
    figureHtml,
    table: table.replaceAll(/<[^>]+>/g, ' '),
    count: (piece: string) => figureHtml.split(piece).length - 1,
  };
};

describe.each<[name: string, figure: ReactNode, choices: number, last: string]>([
  ['VmStack', <VmStack key="a" />, 12, 'firmware and microcode'],
  ['NamespaceView', <NamespaceView key="b" />, 7, '--cgroupns=host'],
  ['HandoverView', <HandoverView key="c" />, 4, 'GPU and its driver'],
  ['ProbeTimeline', <ProbeTimeline key="e" />, 6, 'The health status plays no part'],
  ['SumOrder', <SumOrder key="d" />, 6, 'one, in 64 bits'],
  ['DataLifetime', <DataLifetime key="f" />, 10, 'The container starts on a different host'],
  ['GpuStack', <GpuStack key="g" />, 7, 'no kernel image is available'],
  ['CapabilityMap', <CapabilityMap key="h" />, 14, 'Write entries to the audit log'],
])('%s, as rendered on the server', (_name, figure, choices, last) => {
  test('is one group of radio buttons, with the first selected and explained', () => {
    const { count } = parts(figure);
    expect(count('<fieldset')).toBe(1);
    expect(count('type="radio"')).toBe(choices);
    expect(count('checked=""')).toBe(1);
    expect(count('data-shown="true"')).toBe(1);
  });

  test('has its last fact in the table, too', () => expect(parts(figure).table).toContain(last));
});

test('a sum marks the digits that differ from the 64-bit sum', () => {
  expect(parts(<SumOrder />).figureHtml).toContain('9.7876<mark>1292</mark>');
});

test('a layer that each service has is drawn once per service, but has one name for a screen reader', () => {
  const { figureHtml } = parts(<VmStack />);
  const boxes = figureHtml
    .split('<label')
    .filter((label) => label.includes('Virtual machines: Guest kernel</span>'));
  expect(boxes).toHaveLength(1);
  expect(boxes[0]?.split('class="stack-box"')).toHaveLength(1 + 2);
});
