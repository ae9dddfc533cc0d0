const secretFields = new Set(['password', 'current', 'code']);

/** The text fields of a form by name. Files, and fields of the framework, are left out. */
export function enteredTexts(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith('$') ? [[name, value]] : [],
    ),
  );
}

/** What a form that was rejected shows again: everything apart from passwords and codes. */
export function withoutSecrets(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !secretFields.has(name)));
}
