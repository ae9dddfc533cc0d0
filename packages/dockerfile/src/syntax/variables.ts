/** Values by name; all that substitution needs. */
export type VariableValues = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

/** Up to this many variables are copied for each stage that inherits them. */
const maxCopied = 64;

/**
 * The variables of a stage. A stage inherits the variables of the one it is built FROM. They are shared
 * rather than copied, because a file can have thousands of stages and thousands of variables.
 */
export class Variables implements VariableValues {
  #inherited: ReadonlyMap<string, string>;
  /** Undefined for a variable that is unset. */
  #own: Map<string, string | undefined>;

  constructor(
    inherited: ReadonlyMap<string, string> = new Map(),
    own = new Map<string, string | undefined>(),
  ) {
    this.#inherited = inherited;
    this.#own = own;
  }

  get(name: string): string | undefined {
    return this.#own.has(name) ? this.#own.get(name) : this.#inherited.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: string | undefined): void {
    this.#own.set(name, value);
  }

  /** All variables that are set. */
  known(): ReadonlyMap<string, string> {
    const all = new Map(this.#inherited);
    for (const [name, value] of this.#own) {
      if (value === undefined) all.delete(name);
      else all.set(name, value);
    }
    return all;
  }

  /** The variables of a stage that is built FROM this one. */
  forChild(): Variables {
    if (this.#own.size > maxCopied) {
      this.#inherited = this.known();
      this.#own = new Map();
    }
    return new Variables(this.#inherited, new Map(this.#own));
  }
}
