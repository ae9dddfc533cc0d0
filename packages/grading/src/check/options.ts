import type { RubricItem } from '@dfm/contracts';
import * as z from 'zod/mini';
import type { Check } from './check.ts';

// zod/mini, because checks are part of the editor's worker and unused parts stay out of the bundle.

/** Megabytes of 10⁶ bytes, as registries and `docker images` count them. */
export const megabytes = z.number().check(z.gte(0));
export const texts = z.array(z.string());
export const textByName = z.record(z.string(), z.string());
export const megabytesByName = z.record(z.string(), megabytes);

/** Options of a check that is decided by its findings. */
const findingOptions = z.strictObject({
  strict: z._default(
    z.boolean().check(z.describe('Suggestions fail the check too, such as a missing digest.')),
    false,
  ),
});
const noOptions = z.strictObject({});

/** The schema of the options that a rubric may set for a check. */
export function optionsSchema(check: Check): z.ZodMiniType {
  return check.options ?? (check.measure === undefined ? findingOptions : noOptions);
}

/**
 * The options that a rubric sets for a check, with defaults for those it leaves out.
 *
 * @throws Error that names the check and each invalid option: a mistake by the author of the exercise, which
 *   the content check finds
 */
export function readOptions(check: Check, options: RubricItem['options']): unknown {
  const { data, error } = optionsSchema(check).safeParse(options);
  if (error !== undefined)
    throw new Error(`The rubric has invalid options for ${check.meta.id}: ${z.prettifyError(error)}`);
  return data;
}

/** A rubric option that a check refuses. */
export interface OptionProblem {
  check: string;
  /** Keys from the option inwards. */
  path: string[];
  message: string;
}

/** The options in a rubric item that the check refuses. */
export function optionProblems(check: Check, options: RubricItem['options']): OptionProblem[] {
  const { error } = optionsSchema(check).safeParse(options);
  // zod/mini has no messages of its own.
  return (error?.issues ?? []).flatMap((issue): OptionProblem[] => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys')
      return [{ check: check.meta.id, path, message: 'this value is not valid' }];
    return issue.keys.map((key) => ({
      check: check.meta.id,
      path: [...path, key],
      message: 'there is no such option',
    }));
  });
}

/** @param options the result of {@link readOptions} for a check that is decided by its findings */
export function isStrict(options: unknown): boolean {
  return findingOptions.safeParse(options).data?.strict ?? false;
}
