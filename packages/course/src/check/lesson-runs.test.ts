import { expect, test } from 'vitest';
import { runsIn } from './lesson-runs.ts';

test.each<[name: string, mdx: string, runs: string[]]>([
  [
    'each figure',
    '<CacheReplay run="a/starter" edit="x" />\n<LayerStack run="b/solution" />\n<RecordedRun id="c/slow" view="waterfall" />\n<LayerTransfer run="d/small" edit="x" />',
    ['a/starter', 'b/solution', 'c/slow', 'd/small'],
  ],
  ['a quotation', 'It took <Measured run="a/starter" value="time" />.', ['a/starter']],
  [
    'both runs of a comparison',
    '<CacheReplay run="a/starter" against="a/solution" />',
    ['a/starter', 'a/solution'],
  ],
  ['attributes over several lines', '<CacheReplay\n  run="a/starter"\n/>', ['a/starter']],
  [
    'a figure that compares runs by their sizes',
    '<ModelStrategies run="a/layered" against="a/outside" registry="a/registry" modelLine="8" />',
    ['a/layered', 'a/outside', 'a/registry'],
  ],
  ["a figure that uses a run's sizes", '<SharedBase run="a/solution" models="3" />', ['a/solution']],
  ['not a different attribute', '<Next exercise="a/starter">x</Next>', []],
  ['not a slash in a caption', '<LayerStack run="a/starter" caption="id/run" />', ['a/starter']],
  ['not text', 'The run "a/starter" is slow.', []],
])('%s', (_name, mdx, runs) => expect(runsIn(mdx)).toEqual(runs));
