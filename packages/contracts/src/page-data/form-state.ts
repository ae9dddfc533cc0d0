/** What a form shows after it was submitted: the reason why it was rejected, and the problem of each field. */
export interface FormState {
  message?: string;
  problems?: Readonly<Record<string, string>>;
}
