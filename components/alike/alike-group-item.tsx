import type { AlikeGroup } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { visibleText } from '@dfm/contracts/visible-text';
import { Badge } from '@/components/ui/badge.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { pairAddress } from './pair-address.ts';

/** Submissions with the same files: whose they are, what they look like, and what they are known as. */
export function AlikeGroupItem({ group, compareAt }: { group: AlikeGroup; compareAt: string }) {
  const { submissions, knownAs, isIdentical, files } = group;
  const [first, second] = submissions;
  return (
    <li className="border-t border-line py-3">
      <p className="wrap-anywhere">
        {submissions.map(({ runId, name }, index) => (
          <span key={runId}>
            {index > 0 && ', '}
            <Link href={hrefTo('run', runId)} className="hover:text-accent hover:underline">
              {name}
            </Link>
          </span>
        ))}
      </p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        {knownAs && <Badge>{knownAsText(knownAs)}</Badge>}
        {second && (
          <>
            <span>
              {isIdentical ? 'The same to the character' : 'The same apart from comments, space or names'}
            </span>
            <Link
              href={pairAddress(compareAt, first!.runId, second.runId)}
              className="text-accent underline underline-offset-2"
            >
              Compare
              <span className="sr-only">
                {' '}
                {first!.name} and {second.name}
              </span>
            </Link>
          </>
        )}
      </p>
      <Disclosure summary={<>Files{second && ` of ${first!.name}`}</>}>
        {Object.entries(files).map(([path, text]) => (
          <section key={path} aria-label={path} className="mb-3">
            <p className="font-mono text-sm font-semibold">{path}</p>
            <ScrollRegion
              aria-label={path}
              className="mt-1 max-h-96 overflow-auto rounded-md border border-line bg-raised"
            >
              <pre className="p-3 font-mono text-xs leading-5">{visibleText(text)}</pre>
            </ScrollRegion>
          </section>
        ))}
      </Disclosure>
    </li>
  );
}

function knownAsText(knownAs: NonNullable<AlikeGroup['knownAs']>): string {
  if (knownAs.kind === 'variant') return `Declared variant ${knownAs.id}`;
  return knownAs.kind === 'starter' ? 'The starter, unchanged' : 'The model solution';
}
