import type { WrittenProblem } from '@dfm/contracts/page-data';

interface Props {
  /** The file in the editor. */
  path: string;
  problems: readonly WrittenProblem[];
  onJump(problem: WrittenProblem): void;
}

/** What the content check says, each with the place in the editor if it is in the open file. */
export function ProblemList({ path, problems, onJump }: Props) {
  if (problems.length === 0) return <p className="text-soft">No problems found in this text.</p>;
  return (
    <ul className="border-b border-line">
      {problems.map((problem) => (
        <li key={`${problem.path}:${problem.line}:${problem.message}`} className="border-t border-line py-2">
          {problem.path === path && problem.line !== undefined ? (
            <button type="button" className="draft-problem" onClick={() => onJump(problem)}>
              <span className="draft-line">line {problem.line}</span> {problem.message}
            </button>
          ) : (
            <p className="draft-problem">
              <span className="draft-line">
                {problem.path}
                {problem.line !== undefined && `, line ${problem.line}`}
              </span>{' '}
              {problem.message}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
