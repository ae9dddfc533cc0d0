import { formatBinaryBytes } from '@dfm/contracts/quantity';
import { fileLimits } from '@dfm/contracts/terminal-files';
import type { OpenProblem } from './editor-store.ts';
import type { TreeRow } from './file-tree.ts';

/**
 * Why something could not be done with a file or folder, and what to do.
 *
 * @param name as it is shown
 */
export function problemText(problem: OpenProblem, name: string): string {
  switch (problem) {
    case 'gone':
      return `${name} does not exist any more. It was deleted, renamed or moved.`;
    case 'denied':
      return `You have no permission for ${name}. What a container writes often belongs to root: look with ls -l.`;
    case 'full':
      return `The disk of your sandbox is full, so ${name} was not written. Make room, for example with docker system prune, and try again.`;
    case 'exists':
      return `${name} exists already. Choose a different name.`;
    case 'notFile':
      return `${name} is not a file: it is a folder, a pipe, a socket or a device.`;
    case 'notFolder':
      return `${name} is not a folder any more.`;
    case 'tooLarge':
      return `${name} is too large. Files up to ${formatBinaryBytes(fileLimits.editedBytes)} can be edited here, and up to ${formatBinaryBytes(fileLimits.movedBytes)} uploaded or downloaded.`;
    case 'notText':
      return `${name} is not a text in UTF-8, so it cannot be edited here. You can download it.`;
    case 'longName':
      return `The name ${name} is too long.`;
    case 'changed':
      return `${name} was changed at the same time. Try again.`;
    case 'timeout':
      return `That took too long for ${name}, and may have been done in part. Look with ls, and try again.`;
    case 'disconnected':
      return `The connection was lost before ${name} was done. Try again when you are connected.`;
    case 'busy':
      return `Too much is being done with files at the moment, so nothing was done with ${name}. Try again.`;
    case 'lost':
    case 'unavailable':
      return `The program that reads and writes your files was interrupted, and ${name} was not done. Try again.`;
    case 'failed':
      return `That cannot be done with ${name}.`;
  }
}

/** A note in the tree. */
export function noteText(row: Extract<TreeRow, { kind: 'note' }>): string {
  switch (row.note) {
    case 'loading':
      return 'Loading …';
    case 'empty':
      return 'Empty';
    case 'cut':
      return `Only ${fileLimits.entries} entries are shown. ls lists all of them.`;
    case 'unreadable':
      return `Not shown, because their names are not UTF-8: ${row.count}. ls -b lists them.`;
    case 'problem':
      return row.problem === 'denied'
        ? 'You have no permission to list this folder.'
        : problemText(row.problem, 'The folder');
  }
}
