import type { LabCondition } from '@dfm/contracts/lab';
import { expect, test } from 'vitest';
import { identityOf, isMeant, isTrue, type Since } from './is-true.ts';
import { engineWith, objects, type LabState } from './testing/lab-state.ts';

const nothing: Since = { existing: new Set(), reported: new Set() };
const running = { Id: 'a1', Name: '/web', State: { Status: 'running' } };
const python = { Id: 'sha256:11', RepoTags: ['python:3.11'], RepoDigests: ['python@sha256:ff'] };

const holds = (condition: LabCondition, state: LabState, since = nothing) =>
  isTrue(
    condition,
    engineWith(() => state),
    since,
  );

test.each<[name: string, condition: LabCondition, state: LabState, isHeld: boolean]>([
  ['a container by its name', objects('container', { name: 'web' }), { container: [running] }, true],
  ['near miss: a part of the name', objects('container', { name: 'we' }), { container: [running] }, false],
  [
    'a container in a state',
    objects('container', { name: 'web', has: { State: { Status: 'exited' } } }),
    { container: [{ ...running, State: { Status: 'exited' } }] },
    true,
  ],
  [
    'near miss: a different container in it',
    objects('container', { name: 'web', has: { State: { Status: 'exited' } } }),
    { container: [running, { Id: 'b2', Name: '/db', State: { Status: 'exited' } }] },
    false,
  ],
  ['none', objects('container', { name: 'web', count: { min: 0, max: 0 } }), { container: [] }, true],
  [
    'near miss: none, but there is one',
    objects('container', { name: 'web', count: { min: 0, max: 0 } }),
    { container: [running] },
    false,
  ],
  [
    'several',
    objects('container', { count: { min: 2 } }),
    { container: [running, { Id: 'b2', Name: '/web-2' }] },
    true,
  ],
  ['near miss: one too few', objects('container', { count: { min: 2 } }), { container: [running] }, false],
  ['an image by tag', objects('image', { name: 'python:3.11' }), { image: [python] }, true],
  ['an image by digest', objects('image', { name: 'python@sha256:ff' }), { image: [python] }, true],
  ['near miss: an image without its tag', objects('image', { name: 'python' }), { image: [python] }, false],
  ['a volume', objects('volume', { name: 'data' }), { volume: [{ Name: 'data' }] }, true],
  [
    'near miss: a network of that name',
    objects('volume', { name: 'data' }),
    { network: [{ Name: 'data' }] },
    false,
  ],
  [
    'two names of one image',
    { kind: 'same-image', says: '', names: ['python:3.11', 'python@sha256:ff'] },
    { image: [python] },
    true,
  ],
  [
    'near miss: names of two images',
    { kind: 'same-image', says: '', names: ['python:3.11', 'mine:1'] },
    { image: [python, { Id: 'sha256:22', RepoTags: ['mine:1'] }] },
    false,
  ],
  [
    'near miss: two names that do not exist',
    { kind: 'same-image', says: '', names: ['a:1', 'a:1'] },
    {},
    false,
  ],
  [
    'a file in the home',
    { kind: 'file', says: '', in: 'home', path: '/answer', is: 'present', equals: '42' },
    { files: { 'home /answer': { text: ' 42\n' } } },
    true,
  ],
  [
    'near miss: with more text',
    { kind: 'file', says: '', in: 'home', path: '/answer', is: 'present', equals: '42' },
    { files: { 'home /answer': { text: '42 or 43' } } },
    false,
  ],
  [
    'a file in a volume that contains a text',
    { kind: 'file', says: '', in: { volume: 'data' }, path: '/rows', is: 'present', contains: 'b' },
    { files: { 'volume data /rows': { text: 'abc' } } },
    true,
  ],
  [
    'near miss: in a container',
    { kind: 'file', says: '', in: { volume: 'data' }, path: '/rows', is: 'present', contains: 'b' },
    { files: { 'container data /rows': { text: 'abc' } } },
    false,
  ],
  ['no file', { kind: 'file', says: '', in: 'home', path: '/x', is: 'absent' }, {}, true],
  [
    'no file in a container',
    { kind: 'file', says: '', in: { container: 'web' }, path: '/x', is: 'absent' },
    { files: { 'container web /x': 'nothing' } },
    true,
  ],
  [
    'near miss: no file in a container that does not exist',
    { kind: 'file', says: '', in: { container: 'web' }, path: '/x', is: 'absent' },
    { files: { 'container web /x': 'no-such-place' } },
    false,
  ],
  [
    'near miss: a folder instead of no file',
    { kind: 'file', says: '', in: { volume: 'data' }, path: '/x', is: 'absent' },
    { files: { 'volume data /x': 'not-a-file' } },
    false,
  ],
  [
    'near miss: a folder instead of a file',
    { kind: 'file', says: '', in: { volume: 'data' }, path: '/x', is: 'present' },
    { files: { 'volume data /x': 'not-a-file' } },
    false,
  ],
  [
    'near miss: an empty file',
    { kind: 'file', says: '', in: 'home', path: '/x', is: 'absent' },
    { files: { 'home /x': { text: '' } } },
    false,
  ],
  [
    'an answer',
    { kind: 'answers', says: '', port: 8080, path: '/', status: 200, contains: 'hello' },
    { answers: { '8080/': { status: 200, text: 'hello, world' } } },
    true,
  ],
  [
    'near miss: a different status',
    { kind: 'answers', says: '', port: 8080, path: '/', status: 200 },
    { answers: { '8080/': { status: 404, text: '' } } },
    false,
  ],
  [
    'an answer of the type that is asked for',
    { kind: 'answers', says: '', port: 5000, path: '/v2/', status: 200, accept: 'application/json' },
    { answers: { '5000/v2/ application/json': { status: 200, text: '' } } },
    true,
  ],
  [
    'near miss: an answer without asking for the type',
    { kind: 'answers', says: '', port: 5000, path: '/v2/', status: 200, accept: 'application/json' },
    { answers: { '5000/v2/': { status: 200, text: '' } } },
    false,
  ],
  ['near miss: no answer', { kind: 'answers', says: '', port: 8080, path: '/', status: 200 }, {}, false],
])('%s', async (_name, condition, state, isHeld) => expect(await holds(condition, state)).toBe(isHeld));

test.each<[name: string, existing: object, isHeld: boolean]>([
  ['a container with the name of a removed one', { Id: 'old', Name: '/web' }, true],
  ['near miss: a container that was there before', running, false],
  ['a volume made again', { Name: 'web', CreatedAt: '1' }, true],
])('new: %s', async (_name, existing, isHeld) => {
  const kind = 'CreatedAt' in existing ? 'volume' : 'container';
  const state = kind === 'volume' ? { volume: [{ Name: 'web', CreatedAt: '2' }] } : { container: [running] };
  const since = { ...nothing, existing: new Set([identityOf(kind, existing)]) };
  expect(await holds(objects(kind, { name: 'web', isNew: true }), state, since)).toBe(isHeld);
});

const die = { of: 'container', action: 'die', attributes: { image: 'python:3.11', exitCode: '0' } };
test.each<[name: string, condition: Partial<Extract<LabCondition, { kind: 'event' }>>, isHeld: boolean]>([
  ['what happened', { action: 'die', has: { exitCode: '0' } }, true],
  ['near miss: with a different exit code', { action: 'die', has: { exitCode: '1' } }, false],
  ['near miss: of something else', { action: 'die', of: 'image' }, false],
  ['what was executed, without the command', { action: 'exec_start' }, true],
  ['near miss: a longer word', { action: 'exec' }, false],
])('event: %s', (_name, condition, isHeld) => {
  const events = [die, { of: 'container', action: 'exec_start: ls -l', attributes: {} }];
  const asked = { kind: 'event', says: '', of: 'container', action: 'die', has: {}, ...condition } as const;
  expect(events.some((event) => isMeant(event, asked))).toBe(isHeld);
});

test.each([null, 'web', {}, { Name: 7, RepoTags: 'web', Id: {} }])(
  'an engine that answers %j has none with that name',
  async (strange) => {
    const state = { container: [strange], image: [strange] } as LabState;
    expect(await holds(objects('container', { name: 'web' }), state)).toBe(false);
    expect(await holds(objects('image', { name: 'web' }), state)).toBe(false);
  },
);
