import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonBytes, withinBytes } from './size-limits.ts';

test('returns a document that fits unchanged', () => {
  const document = { text: 'a'.repeat(900), list: [1, 2, 3] };
  expect(withinBytes(document, 1_000)).toBe(document);
});

test('shortens the longest parts first and keeps short texts and lists', () => {
  const document = {
    id: `sha256:${'0'.repeat(64)}`,
    text: 'x'.repeat(1_000_000),
    steps: Array.from({ length: 100_000 }, (_, i) => ({ name: `step ${i}`, ms: i })),
    checks: ['a', 'b'],
  };
  const fitting = withinBytes(document, 100_000);
  expect(jsonBytes(fitting)).toBeLessThanOrEqual(100_000);
  expect(fitting).toMatchObject({ id: document.id, checks: ['a', 'b'] });
  expect(fitting.steps[0]).toEqual({ name: 'step 0', ms: 0 });
});

test('any document fits, regardless of how many bytes its characters need', () => {
  const nasty = fc
    .constantFrom('a', '\0', '\u{1F600}', '"', '\ud800', '€')
    .chain((unit) => fc.integer({ min: 0, max: 20_000 }).map((n) => unit.repeat(n)));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      nasty,
      fc.integer(),
      fc.array(tie('tree'), { maxLength: 40 }),
      fc.record({ a: tie('tree'), b: nasty }),
    ),
  }));
  fc.assert(
    fc.property(tree, (document) => {
      expect(jsonBytes(withinBytes(document, 10_000))).toBeLessThanOrEqual(10_000);
    }),
    { numRuns: 60 },
  );
});
