import { tryStorage } from '../try-storage.ts';
import {
  currentFiles,
  draftKey,
  emptyDraft,
  isChanged,
  readDraft,
  reduceDraft,
  writeDraft,
  type Draft,
  type DraftAction,
  type Files,
} from './draft.ts';

/** What a page shows of a draft. A new object after every change. */
export interface DraftView {
  /** Current text of every editable file, by path. */
  files: Files;
  isChanged: boolean;
  canUndoReset: boolean;
  /** Number of the attempt that was loaded last, if the text before it can be restored. */
  loadedAttempt: number | undefined;
  /** False if the browser stores nothing (private window, full disk). */
  isStored: boolean;
}

/**
 * A learner's edits of one exercise, stored in this browser from the first keystroke.
 *
 * The store is outside React because a change must reach the editor immediately. React may render an older
 * text while someone types, and an editor that took its text from React would lose the characters typed
 * since.
 */
export class DraftStore {
  readonly #key: string;
  readonly #starter: Files;
  readonly #starterView: DraftView;
  readonly #listeners = new Set<() => void>();
  #draft: Draft;
  #view: DraftView;

  /** @param starter text of each editable file as given by the exercise, by path */
  constructor(slug: string, starter: Files) {
    this.#key = draftKey(slug);
    this.#starter = starter;
    this.#starterView = this.#viewOf(emptyDraft, true);
    this.#draft = readDraft(tryStorage(() => localStorage.getItem(this.#key)) ?? null, starter);
    this.#view = this.#viewOf(this.#draft, true);
  }

  /** @param listener called after every change, before the call that made the change returns */
  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) addEventListener('storage', this.#followOtherTab);
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) removeEventListener('storage', this.#followOtherTab);
    };
  };

  readonly view = (): DraftView => this.#view;

  /** What the server renders, because it has no drafts. */
  readonly starterView = (): DraftView => this.#starterView;

  readonly edit = (path: string, text: string): void => this.#apply({ type: 'edit', path, text });
  /** Accepts what was typed into the starter before the draft was shown, unless the draft already has edits. */
  readonly editStarter = (path: string, text: string): void => {
    if (this.#view.files[path] === this.#starter[path]) this.edit(path, text);
  };
  readonly reset = (): void => this.#apply({ type: 'reset' });
  readonly undoReset = (): void => this.#apply({ type: 'undo-reset' });

  /** Replaces the text by that of an earlier attempt. */
  readonly load = (attempt: number, files: Files): void => this.#apply({ type: 'load', attempt, files });
  /** Restores the text before the attempt that was loaded last. */
  readonly undoLoad = (): void => this.#apply({ type: 'undo-load' });
  readonly dismissLoads = (): void => this.#apply({ type: 'dismiss-loads' });

  #apply(action: DraftAction): void {
    const draft = reduceDraft(this.#draft, action, this.#starter);
    if (draft === this.#draft) return;
    const isStored = tryStorage(() => (localStorage.setItem(this.#key, writeDraft(draft)), true)) ?? false;
    this.#show(draft, isStored);
  }

  /** Keeps two tabs of the same exercise in sync. */
  readonly #followOtherTab = (event: StorageEvent): void => {
    if (event.key === this.#key) this.#show(readDraft(event.newValue, this.#starter), true);
  };

  #show(draft: Draft, isStored: boolean): void {
    this.#draft = draft;
    this.#view = this.#viewOf(draft, isStored);
    for (const listener of this.#listeners) listener();
  }

  #viewOf(draft: Draft, isStored: boolean): DraftView {
    return {
      files: currentFiles(draft, this.#starter),
      isChanged: isChanged(draft),
      canUndoReset: draft.beforeReset !== undefined,
      loadedAttempt: draft.loaded?.at(-1)?.attempt,
      isStored,
    };
  }
}
