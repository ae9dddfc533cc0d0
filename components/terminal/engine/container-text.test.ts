import { expect, test } from 'vitest';
import { portText, restartsText, stateText, stateTone } from './container-text.ts';
import type { Container } from './engine-names.ts';
import { container } from './test-state.ts';

test.each<[facts: Partial<Container>, text: string, tone: string]>([
  [{ state: 'running' }, 'running', 'good'],
  [{ state: 'created' }, 'created', 'neutral'],
  [{ state: 'paused' }, 'paused', 'warn'],
  [{ state: 'restarting' }, 'restarting', 'warn'],
  [{ state: 'removing' }, 'removing', 'neutral'],
  [{ state: 'exited', exitCode: 0 }, 'exited (0)', 'neutral'],
  [{ state: 'exited', exitCode: 137 }, 'exited (137)', 'bad'],
  [{ state: 'dead', exitCode: 0 }, 'dead (0)', 'bad'],
])('the state %o', (facts, text, tone) => {
  const made = container('web', facts);
  expect([stateText(made), stateTone(made)]).toEqual([text, tone]);
});

test.each([
  [0, undefined],
  [1, 'restarted once'],
  [12, 'restarted 12 times'],
])('%s restarts', (restarts, text) => expect(restartsText(container('web', { restarts }))).toBe(text));

test.each([
  [{ inside: 80, outside: 8080, protocol: 'tcp' as const }, '8080 → 80/tcp'],
  [{ inside: 53, outside: null, protocol: 'udp' as const }, '53/udp (not published)'],
])('the port %o', (port, text) => expect(portText(port)).toBe(text));
