import 'server-only';
import { enteredTexts, withoutSecrets } from '@dfm/contracts/entered-texts';
import type { FormState } from '@dfm/contracts/page-data';
import { z } from 'zod';
import { orMessage } from './or-message.ts';

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
  const entered = enteredTexts(form);
  const values = withoutSecrets(entered);
  const parsed = schema.safeParse(entered);
  if (!parsed.success) return { problems: firstProblems(parsed.error), values };
  const outcome = await orMessage(() => act(parsed.data));
  return 'ok' in outcome ? { message: outcome.message, values } : outcome;
}

/** The first problem of each field. */
function firstProblems(error: z.ZodError): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { path, message } of error.issues) problems[String(path[0])] ??= message;
  return problems;
}
