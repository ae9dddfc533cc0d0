interface Step {
  id: string;
}

/**
 * The number of steps at the beginning of a lab that were all done: the index of the step at which a learner
 * goes on, or the number of steps if none is left.
 */
export function stepsBefore(steps: readonly Step[], done: ReadonlySet<string>): number {
  const open = steps.findIndex(({ id }) => !done.has(id));
  return open === -1 ? steps.length : open;
}

/** Whether a learner may start at a step: everything before it was done. @param index of the step */
export function canStartAt(steps: readonly Step[], done: ReadonlySet<string>, index: number): boolean {
  return index >= 0 && index < steps.length && index <= stepsBefore(steps, done);
}
