'use client';

import type { DraftTree } from '@dfm/contracts/page-data';
import { useEffect, useState } from 'react';
import type { EditorActions } from './editor-actions.ts';
import type { PartActions } from './part-actions.ts';
import { keepUnsaved, unsavedText, unsavedTextCommit } from './unsaved-texts.ts';
import { useOneAtATime } from './use-one-at-a-time.ts';

interface OpenFile {
  path: string;
  /** Undefined for a file that is no text. */
  saved: string | undefined;
  text: string;
  /** The commit that the text is based on. */
  seen: string;
  /** Increases when the text is replaced by something other than typing. */
  revision: number;
}

/** Someone else saved the open file. `theirs` is undefined if it is deleted or no text. */
interface Conflict {
  commit: string;
  theirs: string | undefined;
}

/** The open file of a draft, what is typed, and saving. Nothing that is typed is lost by an error. */
// oxlint-disable-next-line max-lines-per-function -- its parts are the steps of one state, and each needs the others' setters
export function useDraftEditor(first: DraftTree, firstPath: string | undefined, actions: EditorActions) {
  const [draft, setDraft] = useState(first);
  const [file, setFile] = useState<OpenFile>();
  const [conflict, setConflict] = useState<Conflict>();
  const { run, isBusy, notice, setNotice } = useOneAtATime();
  const isUnsaved = file?.saved !== undefined && file.text !== file.saved;

  async function open(path: string, commit = draft.commit): Promise<void> {
    const answer = await run(() => actions.openFile(draft.id, path));
    if (!answer) return;
    const saved = answer.file.text;
    const kept = saved === undefined ? undefined : unsavedText(draft.id, path);
    setConflict(undefined);
    setFile((before) => ({
      path,
      saved,
      text: kept ?? saved ?? '',
      // What others saved since is shown when this text is saved.
      seen: (kept === undefined ? undefined : unsavedTextCommit(draft.id, path)) ?? commit,
      revision: (before?.revision ?? 0) + 1,
    }));
    if (kept !== undefined && kept !== saved)
      setNotice({ text: 'What you typed here before and did not save is back.', isProblem: false });
    showInAddress(path);
  }

  function type(text: string): void {
    if (!file) return;
    setFile((now) => now && { ...now, text });
    keepUnsaved(draft.id, file.path, text === file.saved ? undefined : text, file.seen);
  }

  async function save(message: string, fixes: string[] = []): Promise<boolean> {
    if (!file || !isUnsaved) return false;
    const { path, text, seen } = file;
    const answer = await run(() => actions.saveText({ draft: draft.id, path, text, seen, message, fixes }));
    if (!answer) return false;
    setDraft(answer.draft);
    if (answer.outcome.kind === 'conflict') {
      setConflict(answer.outcome);
      return false;
    }
    const { commit } = answer.outcome;
    keepUnsaved(draft.id, path, undefined);
    // What was typed in the meantime is not saved.
    setFile((now) => now && (now.path === path ? { ...now, saved: text, seen: commit } : now));
    setNotice({ text: 'Saved.', isProblem: false });
    return true;
  }

  /** Goes on from the version of the other person, with one of the two texts. */
  function settle(choice: 'mine' | 'theirs'): void {
    if (!file || !conflict) return;
    const saved = conflict.theirs ?? '';
    const text = choice === 'mine' ? file.text : saved;
    keepUnsaved(draft.id, file.path, text === saved ? undefined : text, conflict.commit);
    setFile({ ...file, saved, text, seen: conflict.commit, revision: file.revision + 1 });
    setConflict(undefined);
  }

  async function create(path: string): Promise<void> {
    const seen = draft.commit;
    const answer = await run(() =>
      actions.saveText({ draft: draft.id, path, text: '\n', seen, message: `Add ${path}`, fixes: [] }),
    );
    if (!answer) return;
    setDraft(answer.draft);
    await open(path, answer.draft.commit);
  }

  async function remove(): Promise<void> {
    if (!file) return;
    const answer = await run(() => actions.removeFile(draft.id, file.path, file.seen));
    if (!answer) return;
    setDraft(answer.draft);
    if (answer.outcome.kind === 'conflict') return setConflict(answer.outcome);
    keepUnsaved(draft.id, file.path, undefined);
    setFile(undefined);
    setNotice({ text: `${file.path} has been deleted. History can take that back.`, isProblem: false });
  }

  async function takeBack(commit: string): Promise<void> {
    const answer = await run(() => actions.takeBack(draft.id, commit));
    if (!answer) return;
    setDraft(answer.draft);
    if (file && answer.draft.files.includes(file.path)) await open(file.path, answer.draft.commit);
    else setFile(undefined);
  }

  /** Shows a file that an action on several files has made or changed. */
  async function made(path: string): Promise<void> {
    const answer = await run(() => actions.reload(draft.id));
    if (!answer) return;
    setDraft(answer.draft);
    await open(path, answer.draft.commit);
  }

  /** Gives the open file a new path. What was typed and not saved goes with it. */
  async function rename(to: string, renameFile: PartActions['renameFile']): Promise<void> {
    if (!file) return;
    const { path: from, seen } = file;
    const answer = await run(() => renameFile({ draft: draft.id, from, to, seen }));
    if (!answer) return;
    setDraft(answer.draft);
    keepUnsaved(draft.id, to, unsavedText(draft.id, from), answer.draft.commit);
    keepUnsaved(draft.id, from, undefined);
    setFile((now) => now && (now.path === from ? { ...now, path: to, seen: answer.draft.commit } : now));
    showInAddress(to);
    setNotice({ text: `The file is now ${to}.`, isProblem: false });
  }

  /** Shows a file that was saved by an upload. */
  async function uploaded(path: string): Promise<void> {
    const answer = await run(() => actions.reload(draft.id));
    if (!answer) return;
    setDraft(answer.draft);
    keepUnsaved(draft.id, path, undefined);
    await open(path, answer.draft.commit);
  }

  useEffect(() => {
    if (firstPath !== undefined && first.files.includes(firstPath)) void open(firstPath);
    // Only when the page is opened; later files are opened by the list.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved]);

  return {
    draft,
    file,
    conflict,
    notice,
    isBusy,
    isUnsaved,
    ...{ open, type, save, settle, create, remove, rename, takeBack, uploaded, made },
  };
}

/** Names the open file in the address of the page. The line there is kept while its file stays open. */
function showInAddress(file: string): void {
  if (new URLSearchParams(window.location.search).get('file') === file) return;
  // Next's own router would load the page again, and again when that opens the file.
  window.history.replaceState(null, '', `?${new URLSearchParams({ file })}`);
}
