/** @throws Error when an exercise's rubric gives anything but a number ≥ 0: a mistake of its author, found by the content check */
export function numberOption(options: Record<string, unknown>, name: string): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= 0)) throw new Error(`Rubric option ${name} must be a number of at least 0, not ${JSON.stringify(value)}.`);
  return value;
}

/** @throws Error when the option is anything but a list of strings */
export function stringsOption(options: Record<string, unknown>, name: string): string[] {
  const value = options[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw new Error(`Rubric option ${name} must be a list of strings, not ${JSON.stringify(value)}.`);
  return value;
}
