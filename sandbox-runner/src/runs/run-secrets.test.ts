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
  ['was stopped before it requested the secret', step({ error: 'context canceled' }), true],
  ['failed before it requested the secret', step({ error: 'exit code: 1' }), true],
  ['near miss: ran again and did not request it', step(), false],
])('the recorded use of a secret, if in the next build the step %s', (_name, second, asked) => {
  const sandbox = { id: 'one' } as Sandbox;
  const first = new RunSecrets(['token'], sandbox, dockerfile).watch();
  first.secrets.onRequested?.('token');
  first.ended([step()]);
  const secrets = new RunSecrets(['token'], sandbox, dockerfile);
  secrets.watch().ended([second]);
  expect(secrets.use([step({ cached: true })])).toEqual([{ id: 'token', asked, printed: undefined }]);
});
