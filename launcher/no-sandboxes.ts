/**
 * The reason why no sandbox can run on this machine, and the command that helps. The site starts without
 * them.
 */
export class NoSandboxes extends Error {
  readonly command: string;
  constructor(message: string, command: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoSandboxes';
    this.command = command;
  }
}
