/** What runs the sandboxes of a node, for its operators. */
export interface SandboxHost {
  /** Version of the host's Docker Engine; undefined if there is none. Waits as long as it does not answer. */
  engineVersion(): Promise<string | undefined>;
  /**
   * What isolates the sandboxes.
   *
   * @throws Error that tells the operator what is missing and what to do, if sandboxes must not be started
   */
  isolation(): Promise<Record<string, string>>;
  /**
   * Why no sandbox can be started, one reason per problem. Never throws.
   *
   * @param template path of the template from which this process creates sandboxes
   */
  problems(template: string): Promise<string[]>;
  /**
   * Removes what dead processes left behind.
   *
   * @returns the number of removed sandboxes
   */
  sweep(): Promise<number>;
}
