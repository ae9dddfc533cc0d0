import type { LessonOutputs } from '@dfm/contracts';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { commandWith } from './command.tsx';

const recorded = (change: Partial<LessonOutputs['commands'][number]> = {}): LessonOutputs => ({
  version: 1,
  recordedOn: '2026-11-21',
  engineVersion: '26.1.5',
  commands: [{ id: 'cmd-a', exitCode: 0, output: 'hello', linesLeftOut: 0, ...change }],
});
const textOf = (outputs: LessonOutputs | undefined, id = 'cmd-a') => {
  const Command = commandWith(outputs);
  return renderToStaticMarkup(<Command id={id}>run</Command>)
    .replaceAll(/<[^>]+>/g, '|')
    .replaceAll(/\|+/g, '|');
};

test.each<[name: string, outputs: LessonOutputs | undefined, shown: string]>([
  ['its output', recorded(), '|run|hello|Recorded on |2026-11-21| with Docker Engine 26.1.5.|'],
  [
    'no output',
    recorded({ output: '' }),
    '|run|Prints nothing. Recorded on |2026-11-21| with Docker Engine 26.1.5.|',
  ],
  [
    'a failure',
    recorded({ exitCode: 127 }),
    '|run|hello|Ends with exit code 127. Recorded on |2026-11-21| with Docker Engine 26.1.5.|',
  ],
  [
    'a line left out',
    recorded({ linesLeftOut: 1 }),
    '|run|hello|1 more line. Recorded on |2026-11-21| with Docker Engine 26.1.5.|',
  ],
  [
    'lines left out',
    recorded({ linesLeftOut: 2 }),
    '|run|hello|2 more lines. Recorded on |2026-11-21| with Docker Engine 26.1.5.|',
  ],
  [
    'markup as text',
    recorded({ output: '<b>&' }),
    '|run|&lt;b&gt;&amp;|Recorded on |2026-11-21| with Docker Engine 26.1.5.|',
  ],
  ['a different command', recorded({ id: 'cmd-b' }), '|run|'],
  ['nothing recorded', undefined, '|run|'],
])('%s', (_name, outputs, shown) => expect(textOf(outputs)).toBe(shown));

test('a command can be a link target', () => {
  const Command = commandWith(undefined);
  expect(renderToStaticMarkup(<Command id="cmd-a">run</Command>)).toContain('id="cmd-a"');
});
