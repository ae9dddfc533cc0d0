import 'server-only';
import type { FormState } from '@dfm/contracts/page-data';
import { z } from 'zod';
import { orMessage } from './or-message.ts';

const secretFields = new Set(['password', 'current', 'code']);

/**
 * Validates a submitted form and acts on it. A rejected form keeps what was entered, apart from passwords.
 *
 * @param act may throw PlatformError, whose message the form then shows
 */
export async function handleForm<Schema extends z.ZodType, State extends FormState>(
  form: FormData,
  schema: Schema,
  act: (values: z.infer<Schema>) => Promise<State>,
): Promise<State | FormState> {
  const entered = textsOf(form);
  const values = Object.fromEntries(Object.entries(entered).filter(([name]) => !secretFields.has(name)));
  const parsed = schema.safeParse(entered);
  if (!parsed.success) return { problems: firstProblems(parsed.error), values };
  const outcome = await orMessage(() => act(parsed.data));
  return 'ok' in outcome ? { message: outcome.message, values } : outcome;
}

/** The text fields of a form by name. Files, and fields of the framework, are left out. */
function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith('$') ? [[name, value]] : [],
    ),
  );
}

/** The first problem of each field. */
function firstProblems(error: z.ZodError): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { path, message } of error.issues) problems[String(path[0])] ??= message;
  return problems;
}
