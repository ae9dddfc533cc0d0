import type { ResultDocument } from '@dfm/contracts';
import { CircleX, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { LineButton } from './line-button.tsx';
import { outcomeText } from './outcome-text.ts';
import { Unbroken } from './unbroken.tsx';

interface Props {
  result: ResultDocument;
  onGoTo: ((line: number) => void) | undefined;
}

/** A run that ended without a grade: the cause, the limit it reached, and what to do. */
export function Failure({ result, onGoTo }: Props) {
  if (result.status === 'graded') return null;
  const text = outcomeText[result.status];
  const { failure } = result;
  const Icon = text.counts ? CircleX : Wrench;
  return (
    <section aria-labelledby="failure-title">
      <h2 id="failure-title" className="flex items-start gap-2.5 text-xl font-semibold">
        <Icon aria-hidden size={22} className={`mt-1 shrink-0 ${text.counts ? 'text-bad' : 'text-accent'}`} />
        {text.title}
      </h2>
      <p className="mt-3">
        <Unbroken text={failure?.message ?? result.headline} />
      </p>
      <dl className="mt-3 grid gap-1 text-sm">
        {failure?.line !== undefined && (
          <Fact name="Where">
            <LineButton line={failure.line} onGoTo={onGoTo} />
          </Fact>
        )}
        {failure?.limit !== undefined && <Fact name="Limit">{failure.limit}</Fact>}
        <Fact name="Next">{text.next}</Fact>
      </dl>
      {failure?.logTail !== undefined && (
        <ScrollRegion
          className="mt-4 max-h-72 overflow-auto rounded-md border border-line bg-surface"
          aria-label="End of the log"
        >
          <pre className="p-3 font-mono text-xs leading-5 whitespace-pre-wrap">{failure.logTail}</pre>
        </ScrollRegion>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[4rem_1fr] gap-x-3">
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
