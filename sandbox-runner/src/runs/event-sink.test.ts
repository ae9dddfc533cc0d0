import type { RunEvent } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { eventSink } from './event-sink.ts';
import { hideSecrets } from './hide-secrets.ts';

const token = `hf_${'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.slice(0, 34)}`;

test('secrets are hidden in a build’s output and step names', () => {
  const sent: RunEvent[] = [];
  const emit = eventSink((event) => sent.push(event));
  emit({ type: 'log', source: 'cold-build', stream: 'stdout', text: `#5 TOKEN=${token}\n` });
  emit({
    type: 'step',
    build: 'cold',
    key: 'a',
    line: 3,
    stage: 'final',
    name: `RUN curl -H ${token}`,
    state: 'ran',
    ms: 7,
  });
  emit({ type: 'notice', message: 'hf_transfer is on' });
  expect(sent).toMatchObject([
    { type: 'log', source: 'cold-build', stream: 'stdout', text: '#5 TOKEN=(hidden)\n' },
    {
      type: 'step',
      build: 'cold',
      key: 'a',
      line: 3,
      stage: 'final',
      name: 'RUN curl -H (hidden)',
      state: 'ran',
      ms: 7,
    },
    { type: 'notice', message: 'hf_transfer is on' },
  ]);
});

test('a finding is sent unchanged, because its fix is inserted into the Dockerfile', () => {
  const sent: RunEvent[] = [];
  const finding = {
    id: 'legacy-syntax',
    path: 'Dockerfile',
    line: 1,
    endLine: 1,
    column: 1,
    endColumn: 2,
    severity: 'info' as const,
    message: 'm',
    also: [],
    fix: { title: 't', startLine: 1, endLine: 1, text: `ENV T=${token}` },
  };
  eventSink((event) => sent.push(event))({ type: 'finding', finding });
  expect(sent).toMatchObject([{ finding }]);
});

test('a document keeps everything that is not a secret', () => {
  const document = {
    score: 3,
    passed: false,
    at: undefined,
    none: null,
    checks: [{ message: 'fine' }, { message: `found ${token}` }],
  };
  expect(hideSecrets(document)).toEqual({
    ...document,
    checks: [{ message: 'fine' }, { message: 'found (hidden)' }],
  });
});
