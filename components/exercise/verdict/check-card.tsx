import type { CheckResult } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { CircleX, TriangleAlert } from 'lucide-react';
import { rowProps, type LineLink } from '@/components/figures/line-link.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';
import { axisLabel } from './axis-label.ts';
import { evidenceTexts } from './evidence-text.ts';
import { LineButton } from './line-button.tsx';
import { Unbroken } from './unbroken.tsx';

interface Props {
  check: CheckResult;
  link: LineLink;
}

/** A finding to fix: where it is, what was measured, why it matters, what to do. */
export function CheckCard({ check, link }: Props) {
  const failed = check.status === 'fail';
  const Icon = failed ? CircleX : TriangleAlert;
  return (
    <li
      className="border-t border-line py-4 data-active:bg-accent-soft"
      {...rowProps(isDockerfile(check.path) ? check.line : undefined, link)}
    >
      <div className="flex gap-3">
        <Icon
          aria-hidden
          size={20}
          strokeWidth={2}
          className={`mt-0.5 shrink-0 ${failed ? 'text-bad' : 'text-warn'}`}
        />
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold">
            <span className="sr-only">{failed ? 'Failed: ' : 'Warning: '}</span>
            <Unbroken text={check.message} />
          </h3>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
            {check.line !== undefined && <Place check={check} line={check.line} onGoTo={link.onGoTo} />}
            <span>{axisLabel[check.axis]}</span>
            {check.maxPoints > 0 && (
              <span className="tabular-nums">
                {points(check.points)} of {points(check.maxPoints)} points
              </span>
            )}
            {check.required && <Badge tone="bad">must pass</Badge>}
          </p>
          <p className="mt-2 text-sm text-soft">{check.why}</p>
          {check.evidence.length > 0 && <Evidence check={check} />}
          <NextSteps check={check} />
          <p className="mt-1 flex flex-wrap items-center gap-x-3 text-xs text-faint">
            <Link
              href={hrefTo('check', check.id)}
              className="inline-flex min-h-6 items-center font-mono underline decoration-line underline-offset-2 hover:text-accent hover:decoration-accent"
            >
              {check.id}
            </Link>
            {check.also.length > 0 && <span>in other tools: {check.also.join(', ')}</span>}
          </p>
        </div>
      </div>
    </li>
  );
}

const isDockerfile = (path: string | undefined): boolean => path === undefined || path === 'Dockerfile';
const points = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });

/** What to do: a list, for the costliest edit first, if several edits lose the cache at different lines. */
function NextSteps({ check: { edits = [], next } }: { check: CheckResult }) {
  const costliestFirst = edits.toSorted((a, b) => b.ms - a.ms);
  const fixes = [...new Set(costliestFirst.flatMap(({ lostAt }) => lostAt.flatMap(({ fix }) => fix ?? [])))];
  if (fixes.length < 2)
    return (
      next !== undefined && (
        <p className="mt-2 text-sm">
          <span className="font-semibold">Next: </span>
          {next}
        </p>
      )
    );
  return (
    <div className="mt-2 text-sm">
      <span className="font-semibold">Next:</span>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        {fixes.map((fix) => (
          <li key={fix}>
            <Unbroken text={fix} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Place({ check, line, onGoTo }: { check: CheckResult; line: number } & Pick<LineLink, 'onGoTo'>) {
  return isDockerfile(check.path) ? (
    <LineButton line={line} onGoTo={onGoTo} />
  ) : (
    <span>
      {check.path}, line {line}
    </span>
  );
}

function Evidence({ check }: { check: CheckResult }) {
  return (
    <dl className="mt-3 rounded-md bg-surface px-3 py-1 text-sm">
      {check.evidence.map((item) => {
        const [measured, wanted] = evidenceTexts(item);
        return (
          <div
            key={item.label}
            className="flex flex-wrap justify-between gap-x-4 border-line py-1 [&+&]:border-t"
          >
            <dt className="text-soft">{item.label}</dt>
            <dd
              className={
                item.unit === 'path'
                  ? 'min-w-0 font-mono text-[0.9em] break-all'
                  : 'min-w-0 font-medium tabular-nums'
              }
            >
              {measured}
              {wanted !== undefined && <span className="font-normal text-soft">, expected {wanted}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
