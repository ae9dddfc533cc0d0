import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ContextExplorer } from '../figures/context-explorer.tsx';
import { EntrypointTable } from '../figures/entrypoint-table.tsx';
import { VariableScope } from './variable-scope.tsx';

/** As the server renders it, before any script runs. */
const rendered = (figure: ReactNode) => {
  const html = renderToStaticMarkup(figure);
  return {
    html,
    count: (piece: string) => html.split(piece).length - 1,
    rows: html
      .split('<tbody>')
      .slice(1)
      .map((body) => (body.split('</tbody>')[0] ?? '').split('<tr>').length - 1),
  };
};

test('a context is rendered with its total, its rules and every file in the table', () => {
  const files = [
    { path: 'Dockerfile', bytes: 100 },
    { path: 'data/a.csv', bytes: 9_000 },
    { path: 'app/__pycache__/x.pyc', bytes: 900 },
  ];
  const { html, rows } = rendered(<ContextExplorer files={files} madeWith={['git version 2']} />);
  expect(html).toContain('<output>1.0 kB of 10 kB, 2 of 3 files</output>');
  expect(html).toMatch(/<textarea[^>]*>data\/\n/);
  expect(html).toContain('left out, line 1');
  expect(rows).toEqual([3]);
});

test('process 1 is rendered with three groups of choices, one selected in each, and all combinations in the table', () => {
  const { count, rows } = rendered(<EntrypointTable />);
  expect([count('<fieldset'), count('type="radio"'), count('checked=""')]).toEqual([3, 11, 3]);
  expect(rows).toEqual([3 * 5 * 3]);
});

test('a variable’s four declarations are rendered, three of them hidden', () => {
  const { html, count, rows } = rendered(<VariableScope />);
  expect([count('<figure'), count('<div hidden="">')]).toEqual([4, 3]);
  expect(rows).toEqual([6, 7, 8, 8]);
  expect(html.match(/in the container:<\/span> [^<]+/g)?.map((text) => text.split('> ')[1])).toEqual([
    'not set',
    'not set',
    'not set',
    '3.11-slim-bookworm',
  ]);
});
