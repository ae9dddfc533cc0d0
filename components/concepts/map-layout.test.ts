import { expect, test } from 'vitest';
import { box, mapLayout, type MapColumn } from './map-layout.ts';

const column = (slug: string, needs: Record<string, string[]>): MapColumn => ({
  slug,
  number: 1,
  title: slug,
  lessons: Object.entries(needs).map(([lesson, from]) => ({
    slug: lesson,
    title: lesson,
    tags: [],
    needs: from,
  })),
});

/** Points of a path, including the control points of its corners. */
const points = (path: string) =>
  [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

test('lessons are placed in one column per module, in order, and fit into the returned size', () => {
  const { nodes, heads, width, height } = mapLayout([
    column('one', { a: [], b: [] }),
    column('two', { c: [] }),
  ]);
  const at = new Map(nodes.map((node) => [node.slug, node]));
  expect(at.get('a')!.x).toBe(at.get('b')!.x);
  expect(at.get('b')!.y).toBeGreaterThan(at.get('a')!.y + box.height);
  expect(at.get('c')!.x).toBeGreaterThan(at.get('a')!.x + box.width);
  expect(heads.map(({ x }) => x)).toEqual([at.get('a')!.x, at.get('c')!.x]);
  expect(width).toBeGreaterThan(at.get('c')!.x + box.width);
  expect(height).toBe(at.get('b')!.y + box.height);
});

const columns = [
  column('one', { a: [], b: ['a'], c: ['a', 'b'] }),
  column('two', { d: ['a', 'c'], e: ['d'] }),
  column('three', { f: ['a', 'e'], g: ['b'], h: ['c'] }),
];

test('every line starts and ends at its boxes, and none runs through another box', () => {
  const { nodes, edges } = mapLayout(columns);
  expect(edges.map(({ from, to }) => `${from}${to}`)).toEqual([
    'ab',
    'ac',
    'bc',
    'ad',
    'cd',
    'de',
    'af',
    'ef',
    'bg',
    'ch',
  ]);
  const touches = (slug: string, { x, y }: { x: number; y: number }) => {
    const node = nodes.find((other) => other.slug === slug)!;
    return x >= node.x && x <= node.x + box.width && y >= node.y && y <= node.y + box.height;
  };
  for (const { from, to, path } of edges) {
    const pathPoints = points(path);
    expect(touches(from, pathPoints[0]!), `${from}${to} starts at ${from}`).toBe(true);
    expect(touches(to, pathPoints.at(-1)!), `${from}${to} ends at ${to}`).toBe(true);
    for (const [index, start] of pathPoints.slice(0, -1).entries()) {
      const end = pathPoints[index + 1]!;
      for (const node of nodes) {
        const isClear =
          Math.max(start.x, end.x) <= node.x ||
          Math.min(start.x, end.x) >= node.x + box.width ||
          Math.max(start.y, end.y) <= node.y ||
          Math.min(start.y, end.y) >= node.y + box.height;
        expect(isClear, `${from}${to} runs through ${node.slug}: ${path}`).toBe(true);
      }
    }
  }
});

test('a line that returns to its own column does not end where another line starts', () => {
  const { edges } = mapLayout([column('one', { a: [], b: [], c: ['a'], d: [], e: ['c'] })]);
  const [into, out] = edges.map(({ path }) => points(path));
  expect(into!.at(-1)!.y).not.toBe(out![0]!.y);
});

test('in one gutter, lines of different lessons use different lanes and lines of one lesson share a lane', () => {
  const { edges } = mapLayout([column('one', { a: [], b: [] }), column('two', { c: ['a', 'b'], d: ['a'] })]);
  const turnOf = (from: string, to: string) =>
    points(edges.find((edge) => edge.from === from && edge.to === to)!.path)[2]!.x;
  expect(turnOf('a', 'd')).toBe(turnOf('a', 'c'));
  expect(turnOf('a', 'd')).not.toBe(turnOf('b', 'c'));
});
