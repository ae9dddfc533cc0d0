/** What a form shows after it was submitted. */
export interface FormState {
  /** Why it was rejected. */
  message?: string;
  /** What is wrong with the value of each field, by its name. */
  problems?: Readonly<Record<string, string>>;
  /** What was entered, by the name of the field, so that nothing has to be entered again. Never a password. */
  values?: Readonly<Record<string, string>>;
  /** What was done, in words. */
  done?: string;
  /** Address of a link that was made. It is shown only now. */
  link?: string;
  /** Path of the page to load next. It is loaded as a whole, because it belongs to someone else now. */
  continueTo?: string;
}

/** Handles a submitted form. */
export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;
