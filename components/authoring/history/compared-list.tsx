import type { ComparedFile } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { DiffTable } from '@/components/exercise/diff/diff-table.tsx';
import { counted } from '@/components/ui/counted.ts';

interface Props {
  files: readonly ComparedFile[];
  /** What the two sides are called, such as “the file before” and “the file after”. */
  names: readonly [left: string, right: string];
  /** Address of a page with one file alone; without it, files that are not shown are only named. */
  hrefOf?(path: string): string;
  /** What can be done with a file. */
  tools?(file: ComparedFile): ReactNode;
}

/** Changed files, each line by line. */
export function ComparedList({ files, names: [leftName, rightName], hrefOf, tools }: Props) {
  if (files.length === 0) return <p className="mt-6 text-soft">No file is different.</p>;
  return (
    <>
      <p className="mt-2 text-soft">{counted(files.length, 'changed file')}</p>
      {files.map((file) => (
        <div key={file.path} className="mt-8">
          {file.content.kind === 'text' ? (
            <DiffTable
              path={`${file.path}${file.change === 'changed' ? '' : `, ${file.change}`}`}
              left={file.content.before}
              right={file.content.after}
              leftName={leftName}
              rightName={rightName}
            />
          ) : (
            <p className="text-sm">
              <code className="font-mono font-semibold wrap-anywhere">{file.path}</code>{' '}
              <span className="text-soft">
                {file.change}, {file.content.kind === 'no text' ? 'no text' : 'not shown here'}
              </span>{' '}
              {file.content.kind === 'not shown' && hrefOf && (
                <a href={hrefOf(file.path)} className="text-accent underline underline-offset-2">
                  Show it alone
                </a>
              )}
            </p>
          )}
          {tools?.(file)}
        </div>
      ))}
    </>
  );
}
