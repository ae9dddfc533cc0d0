/** Why a build failed, for the learner. */
export interface BuildFailure {
  message: string;
  line?: number;
  /** The limit that was reached. */
  limit?: string;
}

/** A failure whose message starts with the line, or with a capital letter if the line is not known. */
export function failureAt(line: number | undefined, text: string, limit?: string): BuildFailure {
  return {
    message: line === undefined ? text.charAt(0).toUpperCase() + text.slice(1) : `Line ${line}: ${text}`,
    ...(line === undefined ? {} : { line }),
    ...(limit === undefined ? {} : { limit }),
  };
}
