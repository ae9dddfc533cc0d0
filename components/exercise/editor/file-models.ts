import { showFindings } from './dockerfile-language.ts';
import { monaco } from './monaco.ts';
import type { ExplainedFinding } from './protocol.ts';

/** The files that the editor has shown, each with its own undo history. */
export class FileModels {
  readonly #changed: (path: string, text: string) => void;
  readonly #models = new Map<string, monaco.editor.ITextModel>();
  readonly #findings = new Map<string, readonly ExplainedFinding[]>();
  #isWriting = false;

  /** @param changed gets the text of a file after every edit, except those made by `write` */
  constructor(changed: (path: string, text: string) => void) {
    this.#changed = changed;
  }

  /** The model of a file. `text` is only used when the file is opened for the first time. */
  open(path: string, text: string): monaco.editor.ITextModel {
    const known = this.#models.get(path);
    if (known !== undefined) return known;
    const model = createModel(path, text);
    model.onDidChangeContent(() => {
      if (!this.#isWriting) this.#changed(path, model.getValue());
    });
    this.#models.set(path, model);
    showFindings(model, this.#findings.get(path) ?? []);
    return model;
  }

  /** Replaces the text of an open file, which can be undone. Does nothing if it is the same. */
  write(path: string, text: string): void {
    const model = this.#models.get(path);
    if (model === undefined || model.getValue() === text) return;
    this.#isWriting = true;
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    this.#isWriting = false;
  }

  /** Marks findings in a file, now or when it is opened. */
  show(path: string, findings: readonly ExplainedFinding[]): void {
    this.#findings.set(path, findings);
    const model = this.#models.get(path);
    if (model !== undefined) showFindings(model, findings);
  }

  dispose(): void {
    for (const model of this.#models.values()) model.dispose();
  }
}

function createModel(path: string, text: string): monaco.editor.ITextModel {
  const model = monaco.editor.createModel(text, languageOf(path));
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  // Brackets in a Dockerfile are not nested, so colours for them would mean nothing.
  model.updateOptions({
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
}

function languageOf(path: string): string {
  const name = path.split('/').at(-1) ?? path;
  if (/^(Dockerfile|Containerfile)|\.dockerfile$/i.test(name)) return 'dockerfile';
  const byEnding: Record<string, string> = { py: 'python', yaml: 'yaml', yml: 'yaml', sh: 'shell' };
  return byEnding[name.split('.').at(-1) ?? ''] ?? 'plaintext';
}
