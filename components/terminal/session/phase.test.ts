import type { SessionView } from '@dfm/contracts/terminal';
import { expect, test } from 'vitest';
import type { ConnectionState } from '../connection/connection-state.ts';
import { type Phase, phaseOf, phaseText } from './phase.ts';

const waiting: SessionView = { id: 's', state: 'waiting', place: 1 };
const running: SessionView = {
  id: 's',
  state: 'running',
  leftSeconds: 60,
  isCounting: true,
  canExtend: true,
  idleEndsInSeconds: 60,
};
const ended: SessionView = { id: 's', state: 'ended', reason: 'idle' };

type Connection = Omit<ConnectionState, 'shells'>;
const fresh: Connection = {
  link: 'open',
  isRunnerConnected: false,
  isReady: false,
  wasReady: false,
  engine: undefined,
  lab: undefined,
};
const used: Connection = { ...fresh, wasReady: true };

const cases: [name: string, session: SessionView, connection: Connection | undefined, phase: Phase][] = [
  ['in the queue, before the code is loaded', waiting, undefined, 'waiting'],
  ['in the queue', waiting, fresh, 'waiting'],
  ['in the queue without a connection', waiting, { ...fresh, link: 'lost' }, 'lost'],
  ['claimed by a runner', running, fresh, 'starting'],
  ['the runner has connected', running, { ...fresh, isRunnerConnected: true }, 'starting'],
  ['in use', running, { ...used, isRunnerConnected: true, isReady: true }, 'connected'],
  ['the connection is lost', running, { ...used, link: 'lost', isRunnerConnected: undefined }, 'lost'],
  ['connected again, before the shells have answered', running, { ...used, isRunnerConnected: true }, 'lost'],
  ['without a runner, after it was in use', running, used, 'restarting'],
  ['signed out', running, { ...used, link: 'signedOut' }, 'signedOut'],
  ['over, before the session was reported as ended', running, { ...used, link: 'over' }, 'ended'],
  ['ended', ended, { ...used, link: 'lost' }, 'ended'],
];
test.each(cases)('%s', (_name, session, connection, phase) => {
  expect(phaseOf(session, connection, true)).toBe(phase);
});

test('not connected while keys would go nowhere', () => {
  const connected = { ...used, isRunnerConnected: true, isReady: true };
  expect(phaseOf(running, connected, false)).toBe('starting');
  expect(phaseOf(running, { ...used, link: 'lost' }, false), 'near miss: lost').toBe('lost');
});

test('the place in the queue', () => {
  expect(phaseText('waiting', waiting)).toContain('you are next');
  expect(phaseText('waiting', { ...waiting, place: 3 })).toContain('number 3 in the queue');
});
