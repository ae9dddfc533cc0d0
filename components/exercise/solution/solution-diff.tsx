import type { SolutionReply } from '@dfm/contracts/page-data';
import { DiffTable } from '../diff/diff-table.tsx';

interface Props {
  solution: Extract<SolutionReply, { ok: true }>;
  /** The learner's current files. */
  files: Readonly<Record<string, string>>;
}

/** How the learner's files differ from the model solution, file by file. */
export function SolutionDiff({ solution, files }: Props) {
  const different = Object.entries(solution.files).filter(([path, text]) => files[path] !== text);
  return (
    <>
      {solution.onRecord && (
        <p className="mt-1 text-sm text-soft">
          Noted on your record: the solution was opened before passing.
        </p>
      )}
      {different.length === 0 && (
        <p className="mt-1 text-sm text-soft">Your files are identical to the model solution.</p>
      )}
      {different.map(([path, text]) => (
        <DiffTable
          key={path}
          path={path}
          left={files[path] ?? ''}
          right={text}
          leftName="yours"
          rightName="the solution"
        />
      ))}
    </>
  );
}
