import { hrefTo } from '@dfm/contracts/page-addresses';
import type { VersionForList } from '@dfm/contracts/page-data';
import { counted } from '@/components/ui/counted.ts';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';

/** Published versions, each with who published it and the classes that stay at it. */
export function VersionList({ versions }: { versions: readonly VersionForList[] }) {
  return (
    <ol className="border-b border-line">
      {versions.map(({ number, by, at, changedFiles, classes }) => (
        <li
          key={number}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-line py-3"
        >
          {number === 1 ? (
            <span className="font-semibold">Version 1</span>
          ) : (
            <Link
              href={hrefTo('version', String(number))}
              className="font-semibold hover:text-accent hover:underline"
            >
              Version {number}
            </Link>
          )}
          <p className="text-sm text-soft tabular-nums">
            {number === 1 ? counted(changedFiles, 'file') : counted(changedFiles, 'changed file')}
            {' · '}
            {by}, <Moment at={at} />
            {classes > 0 &&
              ` · ${counted(classes, 'class').replace(/ss$/, 'ss')} ${classes === 1 ? 'stays' : 'stay'} here`}
          </p>
        </li>
      ))}
    </ol>
  );
}
