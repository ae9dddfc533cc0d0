/** Why no sandbox can run on this machine, with what a person can type. The site starts without them. */
export class NoSandboxes extends Error {
  readonly command: string;
  constructor(message: string, command: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoSandboxes';
    this.command = command;
  }
}
