import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { type TraceStep } from '@dfm/grading';
import { expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { RunSecrets } from './run-secrets.ts';

const dockerfile = parseDockerfile('FROM x\nRUN --mount=type=secret,id=token fetch\n');
const step = (changes: Partial<TraceStep> = {}): TraceStep => ({
  digest: 'd',
  stage: '',
  index: 2,
  count: 2,
  name: 'RUN fetch',
  line: 2,
  cached: false,
  ms: 1,
  error: undefined,
  ...changes,
});

test.each<[name: string, second: TraceStep, asked: boolean]>([
  ['is cached', step({ cached: true }), true],
  ['was stopped before it asked', step({ error: 'context canceled' }), true],
  ['failed before it asked', step({ error: 'exit code: 1' }), true],
  ['near miss: ran again and did not ask', step(), false],
])('what a step did with a secret, when in the next build it %s', (_name, second, asked) => {
  const sandbox = { id: 'one' } as Sandbox;
  const first = new RunSecrets(['token'], sandbox, dockerfile).watch();
  first.secrets.onAsked?.('token');
  first.ended([step()]);
  const secrets = new RunSecrets(['token'], sandbox, dockerfile);
  secrets.watch().ended([second]);
  expect(secrets.use([step({ cached: true })])).toEqual([{ id: 'token', asked, printed: undefined }]);
});
