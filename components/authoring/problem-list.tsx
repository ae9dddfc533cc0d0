import type { WrittenProblem } from '@dfm/contracts/page-data';

interface Props {
  /** The file in the editor. */
  path: string;
  /** All files of the draft. */
  files: readonly string[];
  problems: readonly WrittenProblem[];
  /** Called with a problem whose place is to be shown, which may be in a different file. */
  onJump(problem: WrittenProblem): void;
}

/** What the content check reports, each leading to its place if there is one. */
export function ProblemList({ path, files, problems, onJump }: Props) {
  if (problems.length === 0) return <p className="text-soft">No problems found in this text.</p>;
  return (
    <ul className="border-b border-line">
      {problems.map((problem) => (
        <li key={`${problem.path}:${problem.line}:${problem.message}`} className="border-t border-line py-2">
          {(problem.path === path ? problem.line !== undefined : files.includes(problem.path)) ? (
            <button type="button" className="draft-problem" onClick={() => onJump(problem)}>
              <Place problem={problem} open={path} /> {problem.message}
            </button>
          ) : (
            <p className="draft-problem">
              <Place problem={problem} open={path} /> {problem.message}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Place({ problem: { path, line }, open }: { problem: WrittenProblem; open: string }) {
  const inFile = line === undefined ? undefined : `line ${line}`;
  const place = path === open && inFile !== undefined ? [inFile] : [path, inFile];
  return <span className="draft-line">{place.filter((part) => part !== undefined).join(', ')}</span>;
}
