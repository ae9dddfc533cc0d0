import Link from 'next/link';
import type { ReactNode } from 'react';
import { Check, Minus } from 'lucide-react';
import type { CheckResult } from '@dfm/contracts';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { CheckCard } from './check-card.tsx';
import { orderChecks } from './fix-order.ts';

/** All checks of a verdict: what to mend first, then what is right and what could not be measured. */
export function ChecksList({ checks, link }: { checks: readonly CheckResult[]; link: LineLink }) {
  const { toMend, passed, skipped } = orderChecks(checks);
  return (
    <section aria-labelledby="findings-title" className="mt-8">
      <h2 id="findings-title" className="mb-2 text-lg font-semibold">
        {toMend.length === 0 ? 'Nothing left to mend' : toMend.length === 1 ? 'One thing to mend' : `${toMend.length} things to mend, in this order`}
      </h2>
      <ol className="border-b border-line">
        {toMend.map((check) => (
          <CheckCard key={check.id} check={check} link={link} />
        ))}
      </ol>
      <div className="mt-2 grid gap-1">
        {passed.length > 0 && <Quiet title={`${passed.length} ${passed.length === 1 ? 'check passes' : 'checks pass'}`} checks={passed} icon={<Check aria-hidden size={16} className="mt-1 shrink-0 text-good" />} />}
        {skipped.length > 0 && <Quiet title={`${skipped.length} not measured`} checks={skipped} icon={<Minus aria-hidden size={16} className="mt-1 shrink-0 text-faint" />} />}
      </div>
    </section>
  );
}

function Quiet({ title, checks, icon }: { title: string; checks: readonly CheckResult[]; icon: ReactNode }) {
  return (
    <Disclosure summary={title}>
      <ul className="grid gap-1 pb-2 text-sm">
        {checks.map((check) => (
          <li key={check.id} className="flex gap-2">
            {icon}
            <span>
              {check.message}{' '}
              <Link href={`/checks/${check.id}`} className="font-mono text-xs text-faint underline decoration-line underline-offset-2 hover:text-accent">
                {check.id}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
