import { useEffect, useState, useSyncExternalStore } from 'react';
import type { TerminalConnection } from '../connection/terminal-connection.ts';
import { EditorStore, isUnsaved } from './editor-store.ts';
import type { Asking } from './move-file.ts';
import { TreeStore } from './tree-store.ts';

/** How often the tree and the open files are compared with the sandbox. */
const REFRESH_MS = 2_000;

/** The files of a session, as the page knows them. */
export interface SessionFiles {
  requests: Asking;
  tree: TreeStore;
  editor: EditorStore;
}

/**
 * The files of a session. They stay when it has ended, so that what was not saved can be shown.
 *
 * @param connection undefined while there is none
 */
export function useFiles(connection: TerminalConnection | undefined): SessionFiles | undefined {
  const [files, setFiles] = useState<SessionFiles>();
  const requests = connection?.files;
  if (requests !== undefined && files?.requests !== requests)
    setFiles({ requests, tree: new TreeStore(requests), editor: new EditorStore(requests) });
  return files;
}

/** Follows what is done in the shells, as long as the component is shown. @param isReady connected */
export function useRefresh({ tree, editor }: SessionFiles, isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return undefined;
    const refresh = async () => {
      if (document.visibilityState !== 'visible') return;
      const watched = [...editor.state().files.values()].filter(
        ({ conflict, isSaving }) => conflict === undefined && !isSaving,
      );
      await editor.changedOutside(
        await tree.refresh(watched.map(({ path, version }) => ({ path, version }))),
      );
    };
    void refresh();
    const timer = setInterval(() => void refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [tree, editor, isReady]);
}

/** Asks before the page is left while something is not saved. */
export function useLeaveQuestion(editor: EditorStore | undefined): void {
  const hasUnsaved = useSyncExternalStore(
    editor?.subscribe ?? subscribeToNothing,
    () => editor !== undefined && [...editor.state().files.values()].some(isUnsaved),
    () => false,
  );
  useEffect(() => {
    if (!hasUnsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [hasUnsaved]);
}

const subscribeToNothing = () => () => undefined;
