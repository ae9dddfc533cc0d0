import { expect, test } from 'vitest';
import { routeName } from './route-name.ts';

test.each([
  ['a route', '/api/runs', '/api/runs'],
  ['a route with a run ID', '/api/runs/01a1fca7-1082-722a-aa46-3aa38918a288/events', '/api/runs/:id/events'],
  ['a run ID at the end', '/api/runs/01a1fca7-1082-722a-aa46-3aa38918a288', '/api/runs/:id'],
  ['near miss: an invalid ID', '/api/runs/01a1fca7', 'other'],
  ['a made-up path', '/api/runs/%00x/events', 'other'],
])('%s', (_name, path, expected) => expect(routeName(path)).toBe(expected));
