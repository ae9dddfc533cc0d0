import { describe, expect, test } from 'vitest';
import { build, initialMachine, remove, restart, run, stop, type Machine } from './machine.ts';

const after = (...steps: ((machine: Machine) => Machine)[]): Machine =>
  steps.reduce((machine, step) => step(machine), initialMachine);
const of = (name: string, step: (machine: Machine, name: string) => Machine) => (machine: Machine) =>
  step(machine, name);

describe('a container', () => {
  test('keeps the image it was created from: a build and a restart change nothing', () => {
    const machine = after(run, build, of('first', restart));
    expect(machine.images).toEqual([1, 2]);
    expect(machine.containers).toEqual([{ name: 'first', build: 1, isRunning: true, lines: 2 }]);
    expect(machine.message).toContain('version 1 of the code');
  });
  test('created after a build has the new image', () =>
    expect(after(run, build, run).containers.map((container) => container.build)).toEqual([1, 2]));
  test('has its own layer', () =>
    expect(after(run, run, of('first', restart)).containers.map(({ lines }) => lines)).toEqual([2, 1]));
  test('keeps its layer when it is stopped', () =>
    expect(after(run, of('first', stop), of('first', restart)).containers).toMatchObject([
      { isRunning: true, lines: 2 },
    ]));
  test('loses its layer when it is removed: a new one of the same name starts empty', () => {
    const machine = after(run, of('first', restart), of('first', remove), run);
    expect(machine.containers).toEqual([{ name: 'first', build: 1, isRunning: true, lines: 1 }]);
    expect(machine.images).toEqual([1]);
  });
});

test('a fifth image is refused', () =>
  expect(after(build, build, build, build).images).toEqual([1, 2, 3, 4]));

test('a fourth container is refused, and a free name is reused', () => {
  expect(after(run, run, run, run).containers).toHaveLength(3);
  expect(after(run, run, run, of('second', remove), run).containers.map(({ name }) => name)).toEqual([
    'first',
    'third',
    'second',
  ]);
});
