import { expect, test } from 'vitest';
import { routeName } from './route-name.ts';

test.each([
  ['a route', '/api/runs', '/api/runs'],
  ['a run’s', '/api/runs/01a1fca7-1082-722a-aa46-3aa38918a288/events', '/api/runs/:id/events'],
  ['at the end', '/api/runs/01a1fca7-1082-722a-aa46-3aa38918a288', '/api/runs/:id'],
  ['near miss: what is no id', '/api/runs/01a1fca7', 'other'],
  ['what is made up', '/api/runs/%00x/events', 'other'],
])('%s', (_name, path, expected) => expect(routeName(path)).toBe(expected));
