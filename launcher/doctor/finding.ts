export type Result = 'good' | 'warning' | 'problem' | 'not-checked';

/** What a check found. */
export interface Finding {
  result: Result;
  /** What was looked at, or why nothing was. */
  saw: string;
  /** One sentence that says what to do. Every warning and every problem has one. */
  advice?: string;
}

/** Why something was not checked. */
export class NotChecked extends Error {
  readonly advice: string | undefined;

  constructor(why: string, advice?: string) {
    super(why);
    this.advice = advice;
  }
}

export const good = (saw: string): Finding => ({ result: 'good', saw });
export const warning = (saw: string, advice: string): Finding => ({ result: 'warning', saw, advice });
export const problem = (saw: string, advice: string): Finding => ({ result: 'problem', saw, advice });

const severity: readonly Result[] = ['good', 'not-checked', 'warning', 'problem'];

/** The worst result of several findings. */
export function worstOf(findings: readonly Finding[]): Result {
  const ranks = findings.map(({ result }) => severity.indexOf(result));
  return severity[Math.max(0, ...ranks)]!;
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
