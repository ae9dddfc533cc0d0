import type { LessonOutputs } from '@dfm/contracts';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { commandWith } from './command.tsx';
import { writtenFileWith } from './written-file.tsx';

const recorded = (change: Partial<LessonOutputs['commands'][number]> = {}): LessonOutputs => ({
  version: 1,
  recordedOn: '2026-11-21',
  engineVersion: '26.1.5',
  commands: [{ id: 'cmd-a', exitCode: 0, output: 'hello', linesLeftOut: 0, ...change }],
});
const textOf = (outputs: LessonOutputs | undefined, id = 'cmd-a') => {
  const Command = commandWith(outputs, true);
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
  const Command = commandWith(undefined, true);
  expect(renderToStaticMarkup(<Command id="cmd-a">run</Command>)).toContain('id="cmd-a"');
});

test.each<[name: string, typed: string | undefined, isSelfContained: boolean, address: string | undefined]>([
  ['a command', 'docker ps -a', true, '/terminal#type=docker%20ps%20-a'],
  ['several lines and what HTML escapes', 'a "&\n<b>', true, '/terminal#type=a%20%22%26%0A%3Cb%3E'],
  ['near miss: a command that needs the files of a project', 'docker ps -a', false, undefined],
  ['near miss: a command that does not run in a sandbox', undefined, true, undefined],
  ['near miss: a text that the terminal would not type', 'x'.repeat(4_001), true, undefined],
])('the link to the terminal of %s', (_name, typed, isSelfContained, address) => {
  for (const Block of [commandWith(undefined, isSelfContained), writtenFileWith(isSelfContained)]) {
    const html = renderToStaticMarkup(
      <Block id="cmd-a" {...(typed !== undefined && { typed })}>
        run
      </Block>,
    );
    expect(html.match(/href="([^"]*)"/)?.[1]).toBe(address);
    expect(html.includes('in my terminal')).toBe(address !== undefined);
  }
});
