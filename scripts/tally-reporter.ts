import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { failure, type Tally } from './test-report.ts';

/**
 * Writes a tally of Vitest's run to the file that TALLY_FILE names. Vitest's own JSON report leaves out
 * errors that belong to no test, such as an unhandled rejection, with which the run fails as well.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env.TALLY_FILE;
    if (file === undefined) throw new Error('TALLY_FILE is not set');
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failures = [
      ...modules.flatMap((module) => [module, ...module.children.allSuites()]).flatMap(failuresOf),
      ...tests.filter(hasNotPassed).map(failureOf),
      ...unhandled.map(failureOfRun),
    ];
    const passed = tests.filter((test) => !hasNotPassed(test)).length;
    writeFileSync(file, JSON.stringify({ passed, failed: failures.length, failures } satisfies Tally));
  }
}

const hasNotPassed = (test: TestCase): boolean => test.result().state !== 'passed';

/** Failures outside tests: of an import, or of a hook. */
function failuresOf(from: TestModule | TestSuite): string[] {
  const name =
    from.type === 'module' ? from.relativeModuleId : `${from.module.relativeModuleId} › ${from.fullName}`;
  return from.errors().map(({ message }) => failure(name, message));
}

function failureOf(test: TestCase): string {
  const { errors = [] } = test.result();
  return failure(`${test.module.relativeModuleId} › ${test.fullName}`, errors[0]?.message ?? 'was not run');
}

/** Says which test ran, and the first place of the stack, because the message may be as short as `aborted`. */
function failureOfRun(error: SerializedError): string {
  const { VITEST_TEST_PATH: path, VITEST_TEST_NAME: test, name, message, stack } = error;
  const during = [path, test].filter((part) => part !== undefined).join(' › ');
  const at = stack?.split('\n').find((line) => line.trim().startsWith('at '));
  const where = at === undefined ? '' : ` ${at.trim()}`;
  return `unhandled${during === '' ? '' : ` in ${during}`}: ${name ?? 'Error'}: ${message}${where}`;
}
