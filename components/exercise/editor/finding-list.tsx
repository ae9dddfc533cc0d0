import { hrefTo } from '@dfm/contracts/page-addresses';
import { CircleX, Info, TriangleAlert, Wrench } from 'lucide-react';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { forLaterText } from '../is-for-later.ts';
import { partitionBySeverity } from './partition-by-severity.ts';
import type { ExplainedFinding } from './protocol.ts';

interface RowsProps {
  findings: readonly ExplainedFinding[];
  onGoTo(path: string, line: number): void;
  onFix(finding: ExplainedFinding): void;
}

interface Props extends RowsProps {
  /** Findings that the course explains after this exercise. */
  later: readonly ExplainedFinding[];
}

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const;
const tone = { error: 'text-bad', warning: 'text-warn', info: 'text-accent' } as const;

/**
 * The findings of the checks as a list, for those who cannot see or hover the squiggles. Suggestions, and
 * what the course explains later, are collapsed below.
 */
export function FindingList({ findings: all, later, ...actions }: Props) {
  const { findings, suggestions } = partitionBySeverity(all);
  const collapsed = [
    {
      summary: suggestions.length === 1 ? 'One suggestion' : `${suggestions.length} suggestions`,
      findings: suggestions,
    },
    { summary: forLaterText(later.length), findings: later },
  ];
  return (
    <div className="divide-y divide-line">
      {findings.length > 0 && <Rows findings={findings} {...actions} />}
      {collapsed
        .filter((group) => group.findings.length > 0)
        .map((group) => (
          <div key={group.summary} className="px-4 py-1">
            <Disclosure summary={group.summary}>
              <div className="-mx-4">
                <Rows findings={group.findings} {...actions} />
              </div>
            </Disclosure>
          </div>
        ))}
    </div>
  );
}

function Rows({ findings, onGoTo, onFix }: RowsProps) {
  return (
    <ul className="divide-y divide-line text-sm">
      {findings.map((finding) => {
        const Icon = icons[finding.severity];
        return (
          <li
            key={`${finding.id} ${finding.path} ${finding.line} ${finding.column}`}
            className="flex gap-2.5 px-4 py-2"
          >
            <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${tone[finding.severity]}`} />
            <div className="min-w-0 flex-1">
              <span className="sr-only">{finding.severity}: </span>
              {finding.message}
              <span className="flex flex-wrap gap-x-3 text-xs text-soft">
                <button
                  type="button"
                  className="min-h-6 underline decoration-line underline-offset-2 hover:text-accent"
                  onClick={() => onGoTo(finding.path, finding.line)}
                >
                  {finding.path}, line {finding.line}
                </button>
                <Link
                  href={hrefTo('check', finding.id)}
                  className="inline-flex min-h-6 items-center font-mono underline decoration-line underline-offset-2 hover:text-accent"
                >
                  {finding.id}
                </Link>
                {finding.fix !== undefined && (
                  <button
                    type="button"
                    className="inline-flex min-h-6 items-center gap-1 font-semibold text-accent hover:underline"
                    onClick={() => onFix(finding)}
                  >
                    <Wrench aria-hidden size={12} /> {finding.fix.title}
                  </button>
                )}
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
