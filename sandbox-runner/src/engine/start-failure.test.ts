import { expect, test } from 'vitest';
import { startFailure } from './start-failure.ts';

const handedOn = 'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

test.each([
  ['a program that is not there', `${handedOn}exec: "uvicorn": executable file not found in $PATH: unknown`, 'exec: "uvicorn": executable file not found in $PATH'],
  ['what runc says while it sets the container up', `${handedOn}error during container init: exec: "./start.sh": permission denied: unknown`, 'exec: "./start.sh": permission denied'],
  ['near miss: a reason that the engine gives itself', 'unable to find user lena: no matching entries in passwd file: unknown', 'unable to find user lena: no matching entries in passwd file: unknown'],
  ['near miss: another failure of the task', 'failed to create task for container: context deadline exceeded: unknown', 'failed to create task for container: context deadline exceeded: unknown'],
])('%s', (_name, message, words) => {
  expect(startFailure(message)).toBe(words);
});
