import { visibleLine } from '@dfm/contracts/visible-text';
import { useState } from 'react';
import type { FileActions } from './file-actions.ts';
import type { FileQuestion } from './file-questions.tsx';
import { problemText } from './problem-text.ts';

/**
 * Uploads files one after the other.
 *
 * @param onNotice gets what was uploaded, and what was not
 * @param onQuestion called if there are files with the same names
 */
export function useUpload(
  actions: FileActions,
  onNotice: (text: string) => void,
  onQuestion: (question: FileQuestion) => void,
) {
  const [progress, setProgress] = useState('');
  const send = async (folder: string, files: readonly File[], isReplacing: boolean): Promise<void> => {
    const existing: File[] = [];
    const notices: string[] = [];
    for (const [index, file] of files.entries()) {
      const name = visibleLine(file.name);
      setProgress(`Uploading ${name} (${index + 1} of ${files.length}) …`);
      const problem = await actions.upload(folder, file, isReplacing);
      if (problem === 'exists') existing.push(file);
      else notices.push(problem === undefined ? `${name} is uploaded.` : problemText(problem, name));
      if (problem === 'disconnected') break;
    }
    setProgress('');
    onNotice(notices.join(' '));
    if (existing.length === 0) return;
    onQuestion({
      kind: 'replace',
      names: existing.map((file) => visibleLine(file.name)),
      onConfirm: () => void send(folder, existing, true),
    });
  };
  const drop = (folder: string, data: DataTransfer): void => {
    const hasFolder = [...data.items].some((item) => item.webkitGetAsEntry()?.isDirectory);
    if (hasFolder) onNotice('Folders cannot be uploaded. Pack them into an archive first.');
    else void send(folder, [...data.files], false);
  };
  return { progress, send, drop };
}
