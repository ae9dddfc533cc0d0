import { FormProblem } from '@/components/ui/form-problem.tsx';

interface Props {
  /** Why the last request failed. */
  problem: string | undefined;
  /** Whether the code of the terminal could not be loaded. */
  hasFailed: boolean;
}

/** What is wrong with an open session, below its bar. */
export function TerminalProblem({ problem, hasFailed }: Props) {
  const text =
    problem ??
    (hasFailed ? 'The terminal could not be loaded. Check your connection and reload the page.' : undefined);
  if (text === undefined) return null;
  return (
    <div className="border-b border-line px-4 py-2 sm:px-6">
      <FormProblem>{text}</FormProblem>
    </div>
  );
}
