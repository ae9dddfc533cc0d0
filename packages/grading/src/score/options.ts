/**
 * @throws Error when an exercise's rubric gives anything but a number ≥ 0: a mistake of its author, found by
 *   the content check
 */
export function numberOption(options: Record<string, unknown>, name: string): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= 0))
    throw new Error(`Rubric option ${name} must be a number of at least 0, not ${JSON.stringify(value)}.`);
  return value;
}

/** @throws Error when the option is anything but names with a number ≥ 0 each */
export function numbersOption(options: Record<string, unknown>, name: string): Map<string, number> {
  const value = options[name] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`Rubric option ${name} must be names with numbers, not ${JSON.stringify(value)}.`);
  return new Map(
    Object.entries(value).map(([key, item]): [string, number] => {
      if (typeof item !== 'number' || !(item >= 0))
        throw new Error(
          `Rubric option ${name}.${key} must be a number of at least 0, not ${JSON.stringify(item)}.`,
        );
      return [key, item];
    }),
  );
}

/** @throws Error when the option is anything but a list of strings */
export function stringsOption(options: Record<string, unknown>, name: string): string[] {
  const value = options[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new Error(`Rubric option ${name} must be a list of strings, not ${JSON.stringify(value)}.`);
  return value;
}

/** @throws Error when the option is anything but a text */
export function stringOption(options: Record<string, unknown>, name: string): string | undefined {
  const value = options[name];
  if (value !== undefined && typeof value !== 'string')
    throw new Error(`Rubric option ${name} must be a text, not ${JSON.stringify(value)}.`);
  return value;
}

/** @returns false where the option is not given */
export function booleanOption(options: Record<string, unknown>, name: string): boolean {
  const value = options[name] ?? false;
  if (typeof value !== 'boolean')
    throw new Error(`Rubric option ${name} must be true or false, not ${JSON.stringify(value)}.`);
  return value;
}

/** @throws Error when the option is anything but names with a text each */
export function mapOption(options: Record<string, unknown>, name: string): Map<string, string> {
  const value = options[name] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`Rubric option ${name} must be names with values, not ${JSON.stringify(value)}.`);
  return new Map(
    Object.entries(value).map(([key, item]): [string, string] => {
      if (typeof item !== 'string')
        throw new Error(`Rubric option ${name}.${key} must be a text, not ${JSON.stringify(item)}.`);
      return [key, item];
    }),
  );
}
