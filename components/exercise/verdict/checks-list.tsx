import type { CheckResult, ResultDocument } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExercisePage } from '@dfm/contracts/page-data';
import { Check, Minus } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { forLaterText } from '../is-for-later.ts';
import { CheckCard } from './check-card.tsx';
import { orderChecks } from './fix-order.ts';

interface Props {
  result: Pick<ResultDocument, 'status' | 'checks' | 'failure'>;
  taughtLater: ExercisePage['taughtLater'];
  link: LineLink;
}

/**
 * All checks of a verdict: the fixes first, then findings without points, suggestions, what the course
 * explains later, what passed and what could not be measured.
 */
export function ChecksList({ result, taughtLater, link }: Props) {
  const { fixes, unscored, suggestions, later, passed, skipped } = orderChecks(result, taughtLater);
  return (
    <div className="mt-8">
      {(fixes.length > 0 || (result.status === 'graded' && unscored.length === 0)) && (
        <Cards
          title={
            fixes.length === 0
              ? 'Nothing left to fix'
              : fixes.length === 1
                ? 'One fix'
                : `${fixes.length} fixes, in this order`
          }
          checks={fixes}
          link={link}
        />
      )}
      {unscored.length > 0 && (
        <Cards
          title={
            unscored.length === 1
              ? 'One finding that costs no points'
              : `${unscored.length} findings that cost no points`
          }
          checks={unscored}
          link={link}
        />
      )}
      <div className="mt-2 grid gap-1">
        {suggestions.length > 0 && (
          <Disclosure
            summary={suggestions.length === 1 ? 'One suggestion' : `${suggestions.length} suggestions`}
          >
            <CardList checks={suggestions} link={link} />
          </Disclosure>
        )}
        {later.length > 0 && (
          <Disclosure summary={forLaterText(later.length)}>
            <CardList checks={later} link={link} />
          </Disclosure>
        )}
        {passed.length > 0 && (
          <Quiet
            title={`${passed.length} ${passed.length === 1 ? 'check passes' : 'checks pass'}`}
            checks={passed}
            icon={<Check aria-hidden size={16} className="mt-1 shrink-0 text-good" />}
          />
        )}
        {skipped.length > 0 && (
          <Quiet
            title={`${skipped.length} ${skipped.length === 1 ? 'check' : 'checks'} not measured`}
            checks={skipped}
            icon={<Minus aria-hidden size={16} className="mt-1 shrink-0 text-faint" />}
          />
        )}
      </div>
    </div>
  );
}

function Cards({ title, checks, link }: { title: string; checks: readonly CheckResult[]; link: LineLink }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-6">
      <h2 id={id} className="mb-2 text-lg font-semibold">
        {title}
      </h2>
      {checks.length > 0 && <CardList checks={checks} link={link} />}
    </section>
  );
}

function CardList({ checks, link }: { checks: readonly CheckResult[]; link: LineLink }) {
  return (
    <ol className="border-b border-line">
      {checks.map((check) => (
        <CheckCard key={check.id} check={check} link={link} />
      ))}
    </ol>
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
              <Link
                href={hrefTo('check', check.id)}
                className="font-mono text-xs text-faint underline decoration-line underline-offset-2 hover:text-accent"
              >
                {check.id}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
