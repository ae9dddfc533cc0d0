'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { unsavedPaths } from '@/components/authoring/unsaved-texts.ts';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { useHydrated } from '@/components/ui/use-hydrated.ts';

/** Says which texts of a draft were typed in this tab and not saved, because they are not published. */
export function UnsavedNotice({ draft }: { draft: string }) {
  const paths = useHydrated() ? unsavedPaths(draft) : [];
  if (paths.length === 0) return null;
  return (
    <div className="mt-6">
      <Callout kind="warning" title="Not everything is saved">
        <p>What you typed in these files is not saved, so it is neither checked nor published:</p>
        <ul>
          {paths.map((path) => (
            <li key={path}>
              <Link
                href={`${hrefTo('draft', draft)}?${new URLSearchParams({ file: path })}`}
                className="text-accent underline underline-offset-2 wrap-anywhere"
              >
                {path}
              </Link>
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}
