import { expect, test } from 'vitest';
import type { Output } from './output.ts';
import { renderStep } from './render-step.ts';

const marked: Output['style'] = (format, text) => `<${String(format)}>${text}</>`;

test.each<[name: string, text: string, shown: string]>([
  ['a paragraph', 'Start *a* **container**\nnow.', 'Start a container now.'],
  ['code', 'Type `docker ps`.', 'Type `docker ps`.'],
  ['a heading', '## Look\n\nHere.', '<bold>Look</>\n\nHere.'],
  ['a block of code', 'Type\n\n```sh\ndocker ps \\\n  --all\n```', 'Type\n\n    docker ps \\\n      --all'],
  ['a link', 'See [the docs](https://docs.docker.com/).', 'See the docs (https://docs.docker.com/).'],
  ['a link on the site', 'See [layers](/lessons/layers).', 'See layers.'],
  ['a list', '- one\n- two', '- one\n- two'],
  ['a numbered list', '2. one\n3. two\n   - a', '2. one\n3. two\n\n   - a'],
  ['a component', '<Steps>\n\n1. one\n\n</Steps>', '1. one'],
  ['a note', ':::note{title="Why"}\nBecause.\n:::', '<bold>Why</>\n\n  Because.'],
  ['a table', '| a | b |\n|---|---|\n| c | `d` |', 'a  |  b\n\nc  |  `d`'],
  ['text that only looks like a directive', 'Port 80:http is it.', 'Port 80:http is it.'],
])('%s', (_name, text, shown) => expect(renderStep(text, marked)).toBe(shown));

test('control characters are shown', () =>
  expect(renderStep('A\u001b[2J and `\u202e`\n\n```sh\n\u009b2J\n```', marked)).toBe(
    'A‹U+001B›[2J and `‹U+202E›`\n\n    ‹U+009B›2J',
  ));
