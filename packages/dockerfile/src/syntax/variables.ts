/** Values by name: all that putting variables into a text asks for. */
export type VariableValues = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

/** Up to so many are copied for each stage that begins with them. */
const maxCopied = 64;

/**
 * The variables of a stage. A stage begins with those of the one it is built FROM: they are shared rather
 * than copied, because a file may have thousands of stages and thousands of variables.
 */
export class Variables implements VariableValues {
  #inherited: ReadonlyMap<string, string>;
  /** Undefined for one that is unset. */
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

  /** All that are set. */
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
