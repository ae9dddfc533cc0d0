import { expect, test } from 'vitest';
import {
  nodeBytes,
  nodeEvents,
  type NodeEvent,
  type Strategy,
  type StrategySizes,
} from './strategy-bytes.ts';

const sizes: StrategySizes = {
  layered: { total: 140, retrained: 41, edited: 1 },
  outside: { total: 100, retrained: 0, edited: 2 },
  registered: { total: 170, retrained: 0, edited: 3 },
  model: 40,
};

test.each<[Strategy, Record<NodeEvent, [pulled: number, model: number]>]>([
  [
    'layered',
    { 'first-start': [140, 0], 'new-model': [41, 0], 'new-code': [1, 0], 'second-container': [0, 0] },
  ],
  [
    'mounted',
    { 'first-start': [100, 40], 'new-model': [0, 40], 'new-code': [2, 0], 'second-container': [0, 0] },
  ],
  [
    'downloaded',
    { 'first-start': [100, 40], 'new-model': [0, 40], 'new-code': [2, 40], 'second-container': [0, 40] },
  ],
  [
    'registered',
    { 'first-start': [170, 40], 'new-model': [0, 40], 'new-code': [3, 40], 'second-container': [0, 40] },
  ],
])('a model that is %s', (strategy, expected) => {
  for (const event of nodeEvents) {
    const [pulled, model] = expected[event];
    expect(nodeBytes(strategy, event, sizes)).toEqual({ pulled, model });
  }
});
