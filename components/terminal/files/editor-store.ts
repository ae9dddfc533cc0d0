import { fileLimits } from '@dfm/contracts/terminal-files';
import type { FileProblem } from '../connection/file-requests.ts';
import { type TextForm, readText, writeText } from './edited-text.ts';
import { type Asking, readFile, writeFile } from './move-file.ts';
import { isWithin, moved } from './paths.ts';
import { Store } from './store.ts';

/** A file in the editor. */
export interface OpenFile {
  /** The same as long as it is open, whatever it is called. */
  id: number;
  path: string;
  form: TextForm;
  isMixed: boolean;
  /** The version in the sandbox on which `text` is based. */
  version: string;
  savedText: string;
  text: string;
  /** Increases when the text is replaced by something other than typing. */
  revision: number;
  isSaving: boolean;
  /** What happened to the file in the sandbox since, which saving would undo. */
  conflict: 'changed' | 'gone' | undefined;
  /** Why the last save failed. */
  problem: FileProblem | undefined;
}

interface Editor {
  files: ReadonlyMap<number, OpenFile>;
  /** The ID of the file that is shown. */
  shown: number | undefined;
}

/** `notText`: only files in UTF-8 can be edited. */
export type OpenProblem = FileProblem | 'notText';

export const isUnsaved = ({ text, savedText }: OpenFile): boolean => text !== savedText;

/**
 * The files that are being edited. What was typed is kept until it is saved or given up, whatever happens to
 * the connection or to the file.
 */
export class EditorStore extends Store<Editor> {
  readonly #files: Asking;
  #lastId = 0;

  constructor(files: Asking) {
    super({ files: new Map(), shown: undefined });
    this.#files = files;
  }

  /** Shows a file, with what was typed before if it is open. @returns why it cannot be edited */
  async open(path: string): Promise<OpenProblem | undefined> {
    const known = this.fileAt(path);
    if (known !== undefined) {
      this.set({ ...this.state(), shown: known.id });
      return undefined;
    }
    const read = await this.#read(path);
    if ('reason' in read) return read.reason;
    const opened = this.fileAt(path);
    const id = opened?.id ?? (this.#lastId += 1);
    const { text } = read;
    const file: OpenFile = opened ?? {
      id,
      path,
      ...read,
      savedText: text,
      revision: 0,
      isSaving: false,
      conflict: undefined,
      problem: undefined,
    };
    this.set({ files: new Map(this.state().files).set(id, file), shown: id });
    return undefined;
  }

  edit(id: number, text: string): void {
    this.#change(id, { text });
  }

  /**
   * Saves what is in the editor.
   *
   * @param isAnyway although the file has changed in the sandbox, or is gone
   */
  async save(id: number, isAnyway = false): Promise<void> {
    const file = this.state().files.get(id);
    if (file === undefined || file.isSaving) return;
    this.#change(id, { isSaving: true, problem: undefined });
    const { path, text, form, version, conflict } = file;
    const bytes = writeText(text, form);
    // A file that is gone and has come back is a different one.
    const expected = !isAnyway ? version : conflict === 'gone' ? 'new' : 'any';
    const answer =
      bytes.length > fileLimits.editedBytes
        ? { kind: 'failed' as const, reason: 'tooLarge' as const }
        : await writeFile(this.#files, path, bytes, expected);
    this.#change(id, { isSaving: false });
    if (answer.kind === 'saved') return this.#saved(id, text, answer.version);
    if (answer.reason === 'changed' || answer.reason === 'exists') return this.#compare(id, text);
    this.#change(id, answer.reason === 'gone' ? { conflict: 'gone' } : { problem: answer.reason });
  }

  /** Replaces what was typed by what is in the sandbox. @returns why that is not possible */
  async reload(id: number): Promise<OpenProblem | undefined> {
    const file = this.state().files.get(id);
    if (file === undefined) return undefined;
    const read = await this.#read(file.path);
    if ('reason' in read) {
      if (read.reason === 'gone') this.#change(id, { conflict: 'gone' });
      return read.reason;
    }
    const revision = file.revision + 1;
    this.#change(id, { ...read, savedText: read.text, revision, conflict: undefined, problem: undefined });
    return undefined;
  }

  /** Something has changed these files in the sandbox. Those without unsaved changes are loaded again. */
  async changedOutside(paths: readonly string[]): Promise<void> {
    const files = [...this.state().files.values()].filter(
      (file) => paths.includes(file.path) && !file.isSaving && file.conflict === undefined,
    );
    for (const { id } of files) await this.#loadIfSaved(id);
  }

  /** Closes a file, and forgets what was typed. */
  close(id: number): void {
    const { files, shown } = this.state();
    this.set({
      files: new Map([...files].filter(([other]) => other !== id)),
      shown: shown === id ? undefined : shown,
    });
  }

  renamed(from: string, to: string): void {
    for (const { id, path } of this.state().files.values()) this.#change(id, { path: moved(path, from, to) });
  }

  /** Files without unsaved changes are closed. */
  removed(path: string): void {
    for (const file of this.state().files.values()) {
      if (!isWithin(file.path, path)) continue;
      if (isUnsaved(file)) this.#change(file.id, { conflict: 'gone' });
      else this.close(file.id);
    }
  }

  fileAt(path: string): OpenFile | undefined {
    return [...this.state().files.values()].find((file) => file.path === path);
  }

  async #read(path: string) {
    const read = await readFile(this.#files, path, fileLimits.editedBytes);
    if (read.kind === 'failed') return { reason: read.reason };
    const edited = readText(read.bytes);
    return edited ? { ...edited, version: read.version } : { reason: 'notText' as const };
  }

  /** The file has changed. If it has the text that was to be saved, the save had arrived, but not its answer. */
  async #compare(id: number, text: string): Promise<void> {
    const file = this.state().files.get(id);
    if (file === undefined) return;
    const read = await this.#read(file.path);
    if ('text' in read && read.text === text) this.#saved(id, text, read.version);
    else this.#change(id, { conflict: 'reason' in read && read.reason === 'gone' ? 'gone' : 'changed' });
  }

  async #loadIfSaved(id: number): Promise<void> {
    const file = this.state().files.get(id);
    if (file === undefined) return;
    const read = await this.#read(file.path);
    const now = this.state().files.get(id);
    // It was saved, closed or loaded in the meantime.
    if (now === undefined || now.version !== file.version || now.isSaving) return;
    if ('reason' in read) {
      if (read.reason === 'gone') this.#change(id, { conflict: 'gone' });
      else if (read.reason !== 'disconnected') this.#change(id, { conflict: 'changed' });
    } else if (read.text === now.savedText) this.#change(id, { version: read.version, form: read.form });
    else if (isUnsaved(now)) this.#change(id, { conflict: 'changed' });
    else this.#change(id, { ...read, savedText: read.text, revision: now.revision + 1 });
  }

  #saved(id: number, savedText: string, version: string): void {
    this.#change(id, { savedText, version, isMixed: false, conflict: undefined, problem: undefined });
  }

  #change(id: number, changes: Partial<OpenFile>): void {
    const file = this.state().files.get(id);
    if (file === undefined) return;
    this.set({ ...this.state(), files: new Map(this.state().files).set(id, { ...file, ...changes }) });
  }
}
