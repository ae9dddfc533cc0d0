import { drawnValuesSchema, type DrawnValues } from '@dfm/contracts';

/** The name of a value between double braces. */
const placeholder = (name: string) => `{{${name}}}`;

/**
 * Replaces the placeholders of drawn values, such as `{{port}}`, in a text. Other text in double braces
 * stays, such as `{{nonce}}`, and the templates of Docker's `--format`.
 */
export function fillIn(text: string, values: DrawnValues): string {
  return Object.entries(values).reduce(
    (rest, [name, value]) => rest.replaceAll(placeholder(name), () => String(value)),
    text,
  );
}

/** The values whose placeholder is in one of the texts. */
export function namedValues(texts: readonly string[], values: DrawnValues): DrawnValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => texts.some((text) => text.includes(placeholder(name)))),
  );
}

/**
 * The opposite of `fillIn`, for comparing the files of learners who have different values: every value that
 * stands alone, not inside a longer word or number, becomes its placeholder. Also replaces a value that the
 * learner wrote for a different reason.
 */
export function withoutValues(text: string, values: DrawnValues): string {
  return Object.entries(values).reduce((cleared, [name, value]) => {
    const written = String(value);
    const [before, after] = [
      /^\w/.test(written) ? String.raw`(?<![\w.])` : '',
      /\w$/.test(written) ? String.raw`(?!\w|\.\d)` : '',
    ];
    return cleared.replace(new RegExp(`${before}${RegExp.escape(written)}${after}`, 'g'), () =>
      placeholder(name),
    );
  }, text);
}

/**
 * The values of an exercise: those that were chosen, and the first draw's for those that are missing, such as
 * one that was added to the exercise after it was submitted. Chosen values that the exercise does not have
 * are left out.
 */
export function valuesOf(draws: readonly DrawnValues[] | undefined, chosen: DrawnValues = {}): DrawnValues {
  return Object.fromEntries(
    Object.entries(draws?.[0] ?? {}).map(([name, example]) => [name, chosen[name] ?? example]),
  );
}

/**
 * Fills values into a parsed `exercise.yaml`, except into its `draws`. A text that is nothing but a
 * placeholder becomes the value itself, so that `port: "{{port}}"` is a number. Content whose first draw is
 * invalid is returned as it is.
 */
export function fillInDraw(content: unknown, chosen: DrawnValues | undefined): unknown {
  if (typeof content !== 'object' || content === null || !('draws' in content)) return content;
  const { draws, ...rest } = content;
  // The other draws may still be invalid. An author should see only that, and not what follows from it.
  const { data: example } = drawnValuesSchema.safeParse(Array.isArray(draws) ? draws[0] : undefined);
  const values = valuesOf(example && [example], chosen);
  return { ...(filled(rest, values) as object), draws };
}

function filled(content: unknown, values: DrawnValues): unknown {
  if (typeof content === 'string') {
    const whole = Object.keys(values).find((name) => content === placeholder(name));
    return whole === undefined ? fillIn(content, values) : values[whole];
  }
  if (Array.isArray(content)) return content.map((entry) => filled(entry, values));
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, entry]) => [fillIn(key, values), filled(entry, values)]),
  );
}
