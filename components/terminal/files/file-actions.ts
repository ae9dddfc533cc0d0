import { fileLimits } from '@dfm/contracts/terminal-files';
import type { OpenProblem } from './editor-store.ts';
import { failureOf, readFile, writeFile } from './move-file.ts';
import { offerDownload } from './offer-download.ts';
import { childOf, nameOf, parentOf } from './paths.ts';
import type { SessionFiles } from './use-files.ts';

/** What can be done with the files from the tree. Each returns why it was not done; undefined if it was. */
export type FileActions = ReturnType<typeof fileActions>;

export function fileActions({ requests, tree, editor }: SessionFiles) {
  return {
    open: (path: string) => editor.open(path),

    async createFile(path: string): Promise<OpenProblem | undefined> {
      const answer = await writeFile(requests, path, new Uint8Array(), 'new');
      if (answer.kind === 'failed') return answer.reason;
      await tree.list(parentOf(path));
      return editor.open(path);
    },

    async createFolder(path: string): Promise<OpenProblem | undefined> {
      const answer = await requests.ask({ kind: 'folder', path });
      if (answer.kind !== 'done') return failureOf(answer).reason;
      await tree.list(parentOf(path));
      return undefined;
    },

    async rename(path: string, to: string): Promise<OpenProblem | undefined> {
      const answer = await requests.ask({ kind: 'rename', path, to });
      if (answer.kind !== 'done') return failureOf(answer).reason;
      tree.renamed(path, to);
      editor.renamed(path, to);
      await tree.list(parentOf(to));
      return undefined;
    },

    async remove(path: string): Promise<OpenProblem | undefined> {
      const answer = await requests.ask({ kind: 'remove', path });
      // A folder may have been removed in part.
      await tree.list(parentOf(path));
      if (answer.kind !== 'done') return failureOf(answer).reason;
      tree.removed(path);
      editor.removed(path);
      return undefined;
    },

    async download(path: string): Promise<OpenProblem | undefined> {
      const file = await readFile(requests, path, fileLimits.movedBytes);
      if (file.kind === 'failed') return file.reason;
      offerDownload(file.bytes, nameOf(path));
      return undefined;
    },

    /** @param isReplacing replaces a file with the same name */
    async upload(folder: string, file: File, isReplacing: boolean): Promise<OpenProblem | undefined> {
      if (file.size > fileLimits.movedBytes) return 'tooLarge';
      const bytes = await file.arrayBuffer().catch(() => undefined);
      // It was removed, or is a folder.
      if (bytes === undefined) return 'notFile';
      const answer = await writeFile(
        requests,
        childOf(folder, file.name),
        new Uint8Array(bytes),
        isReplacing ? 'any' : 'new',
      );
      if (answer.kind === 'failed') return answer.reason;
      await tree.list(folder);
      return undefined;
    },
  };
}
