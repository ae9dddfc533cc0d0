import { describe, expect, test } from 'vitest';
import { done, ended, type PhaseOutcome } from '../submission/outcome.ts';
import { type Phase, PhaseFailure, type PhaseObserver, Pipeline } from './pipeline.ts';

const phase = <Gives extends object>(
  name: Phase<object, Gives>['name'],
  work: () => Promise<PhaseOutcome<Gives>>,
): Phase<object, Gives> => ({ name, timing: 'imageMs', work });

const gives = <Gives extends object>(name: Phase<object, Gives>['name'], value: Gives) =>
  phase(name, async () => done(value));
const ends = (name: Phase<object, object>['name']) =>
  phase(name, async () => ended('timed-out', { phase: name, message: `${name} is over` }));
const fails = (name: Phase<object, object>['name']) =>
  phase(name, () => Promise.reject(new Error(`${name} broke`)));

/** Records events and results in order. */
function recorder() {
  const events: string[] = [];
  const learned: object[] = [];
  const observer: PhaseObserver<object> = {
    emit: (event) => void (event.type === 'phase' && events.push(`${event.phase} ${event.state}`)),
    took: () => {},
    learned: (value) => void learned.push(value),
  };
  return { events, learned, observer };
}

test('each phase gets the results of all earlier phases', async () => {
  const { observer, events, learned } = recorder();
  const sum: Phase<{ a: number; b: number }, { sum: number }> = {
    name: 'run',
    timing: 'runMs',
    work: async ({ a, b }) => done({ sum: a + b }),
  };
  const outcome = await Pipeline.observedBy(observer)
    .next(gives('cold-build', { a: 1 }))
    .next(gives('replay', { b: 2 }))
    .next(sum)
    .run();
  expect(outcome).toEqual(done({ a: 1, b: 2, sum: 3 }));
  expect(learned).toEqual([{ a: 1 }, { b: 2 }, { sum: 3 }]);
  expect(events).toEqual([
    'cold-build started',
    'cold-build done',
    'replay started',
    'replay done',
    'run started',
    'run done',
  ]);
});

test('no phase runs after an outcome that ends the run', async () => {
  const { observer, events } = recorder();
  const outcome = await Pipeline.observedBy(observer).next(ends('cold-build')).next(fails('replay')).run();
  expect(outcome).toMatchObject({ kind: 'ended', failure: { phase: 'cold-build' } });
  expect(events).toEqual(['cold-build started', 'cold-build failed']);
});

test('a failure has its phase and its cause', async () => {
  const { observer, learned } = recorder();
  const run = Pipeline.observedBy(observer)
    .next(gives('cold-build', { a: 1 }))
    .next(fails('replay'))
    .run();
  const failure: unknown = await run.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PhaseFailure);
  expect(failure).toMatchObject({ phase: 'replay', cause: new Error('replay broke') });
  expect(learned).toEqual([{ a: 1 }]);
});

describe('concurrent phases', () => {
  const slow = (name: Phase<object, object>['name'], then: () => void) =>
    phase(name, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      then();
      return done({ [name]: true });
    });

  test('both return their results', async () => {
    const { observer } = recorder();
    const outcome = await Pipeline.observedBy(observer)
      .concurrently(gives('image', { image: 1 }), gives('run', { run: 2 }))
      .run();
    expect(outcome).toEqual(done({ image: 1, run: 2 }));
  });

  test('a failure waits for the other phase', async () => {
    const { observer } = recorder();
    let isOver = false;
    const run = Pipeline.observedBy(observer)
      .concurrently(
        slow('image', () => (isOver = true)),
        fails('run'),
      )
      .run();
    await expect(run).rejects.toMatchObject({ phase: 'run' });
    expect(isOver).toBe(true);
  });

  test('if both fail, the one that runs the learner’s code is to blame', async () => {
    const { observer } = recorder();
    const run = Pipeline.observedBy(observer).concurrently(fails('image'), fails('run')).run();
    await expect(run).rejects.toMatchObject({ phase: 'run' });
  });

  test('near miss: only the image could not be read', async () => {
    const { observer } = recorder();
    const run = Pipeline.observedBy(observer).concurrently(fails('image'), gives('run', {})).run();
    await expect(run).rejects.toMatchObject({ phase: 'image' });
  });
});
