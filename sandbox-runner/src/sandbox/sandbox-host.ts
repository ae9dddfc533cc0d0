/** What runs the sandboxes of a node, for its operators. */
export interface SandboxHost {
  /** Version of the host's Docker Engine; undefined if there is none. Waits until it answers. */
  engineVersion(): Promise<string | undefined>;
  /**
   * What isolates the sandboxes.
   *
   * @throws Error with what is missing and what the operator has to do, if sandboxes must not be started
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
