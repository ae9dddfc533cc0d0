import type { FileEntry } from '@dfm/contracts/terminal-files';
import { visibleLine } from '@dfm/contracts/visible-text';
import { useMemo, useState } from 'react';
import type { OpenProblem } from './editor-store.ts';
import { fileActions } from './file-actions.ts';
import type { FileQuestion } from './file-questions.tsx';
import type { TreeRow } from './file-tree.ts';
import { childOf, nameOf, parentOf } from './paths.ts';
import { problemText } from './problem-text.ts';
import type { SessionFiles } from './use-files.ts';
import { useUpload } from './use-upload.ts';

/** What a learner can do with the tree: the selection, what is asked first, and the outcome. */
// One function, because everything that can be done needs the selection, the questions and the notice.
// oxlint-disable-next-line max-lines-per-function
export function useFileCommands(files: SessionFiles, rows: readonly TreeRow[]) {
  const actions = useMemo(() => fileActions(files), [files]);
  const [focused, setFocused] = useState('');
  const [question, setQuestion] = useState<FileQuestion>();
  const [notice, setNotice] = useState('');
  const upload = useUpload(actions, setNotice, setQuestion);
  const selected = rows.find(({ path }) => path === focused);
  const entry: FileEntry | undefined = selected?.kind === 'entry' ? selected.entry : undefined;
  const folder = selected?.folder ?? '';

  const run = async (path: string, act: () => Promise<OpenProblem | undefined>): Promise<void> => {
    setNotice('');
    const problem = await act();
    if (problem !== undefined) setNotice(problemText(problem, visibleLine(nameOf(path))));
  };
  const create = (kind: 'file' | 'folder') =>
    setQuestion({
      kind: 'name',
      title: `New ${kind} in ${folder === '' ? 'your home' : visibleLine(folder)}`,
      label: 'Create',
      name: '',
      onName(name) {
        const path = childOf(folder, name);
        setFocused(path);
        if (folder !== '') void files.tree.open(folder);
        void run(path, () => (kind === 'file' ? actions.createFile(path) : actions.createFolder(path)));
      },
    });
  const rename = (path: string) =>
    setQuestion({
      kind: 'name',
      title: `Rename ${visibleLine(nameOf(path))}`,
      label: 'Rename',
      name: nameOf(path),
      onName(name) {
        const to = childOf(parentOf(path), name);
        if (to === path) return;
        setFocused(to);
        void run(to, () => actions.rename(path, to));
      },
    });
  const remove = (path: string) => {
    const index = rows.findIndex((row) => row.path === path);
    const row = rows[index];
    setQuestion({
      kind: 'remove',
      name: visibleLine(nameOf(path)),
      // A link is removed, not what it leads to.
      isFolder: row?.kind === 'entry' && row.entry.kind === 'folder' && !row.entry.isLink,
      onConfirm() {
        setFocused(rows[index - 1]?.path ?? '');
        void run(path, () => actions.remove(path));
      },
    });
  };
  return {
    ...{ focused, setFocused, entry, question, create, rename, remove },
    closeQuestion: () => setQuestion(undefined),
    notice: upload.progress || notice,
    open: (path: string) => void run(path, () => actions.open(path)),
    download: () => void run(focused, () => actions.download(focused)),
    upload: (chosen: readonly File[]) => void upload.send(folder, chosen, false),
    drop: upload.drop,
  };
}
