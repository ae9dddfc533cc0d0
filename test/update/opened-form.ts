const path = '/create-account';
const hiddenField = /<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g;

/** A form that a visitor has opened, with the address of its action as that version of the site served it. */
export class OpenedForm {
  readonly #url: string;
  readonly #hidden: readonly (readonly [name: string, value: string])[];

  private constructor(url: string, hidden: readonly (readonly [name: string, value: string])[]) {
    this.#url = url;
    this.#hidden = hidden;
  }

  static async open(url: string): Promise<OpenedForm> {
    const page = await (await fetch(new URL(path, url))).text();
    const form = page.split('<form').find((each) => each.includes('name="password"'));
    if (form === undefined) throw new Error(`${path} has no form`);
    const hidden = [...form.matchAll(hiddenField)].map(
      ([, name = '', value = '']) => [unescaped(name), unescaped(value)] as const,
    );
    return new OpenedForm(url, hidden);
  }

  /** Sends the form as a browser without scripts does, which creates an account. */
  async send(email: string): Promise<void> {
    const body = new FormData();
    const entered = Object.entries({ name: 'Una', email, password: 'four random words' });
    for (const [name, value] of [...this.#hidden, ...entered]) body.append(name, value);
    const headers = { origin: this.#url };
    await fetch(new URL(path, this.#url), { method: 'POST', headers, body, redirect: 'manual' });
  }
}

const entities = { '&quot;': '"', '&#x27;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };

function unescaped(attribute: string): string {
  return attribute.replaceAll(
    /&(?:quot|#x27|lt|gt|amp);/g,
    (entity) => entities[entity as keyof typeof entities],
  );
}
