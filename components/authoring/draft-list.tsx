import { hrefTo } from '@dfm/contracts/page-addresses';
import type { DraftForList, FormAction } from '@dfm/contracts/page-data';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { DeleteDraftForm } from './delete-draft-form.tsx';

interface Props {
  drafts: readonly DraftForList[];
  /** Number of the newest version of the content. */
  version: number;
  remove(id: string): FormAction;
}

/** All drafts, each with who changed it last. */
export function DraftList({ drafts, version, remove }: Props) {
  if (drafts.length === 0)
    return (
      <p className="mt-2 text-soft">
        There is no draft. A new one starts as version {version} of the content.
      </p>
    );
  return (
    <ul className="mt-3 border-b border-line">
      {drafts.map(({ id, by, changedAt, changedFiles, isBehind }) => (
        <li key={id} className="border-t border-line py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <Link
              href={hrefTo('draft', id)}
              className="font-semibold wrap-anywhere hover:text-accent hover:underline"
            >
              {id}
            </Link>
            <p className="text-sm text-soft tabular-nums">
              {counted(changedFiles, 'changed file') || 'no changes'}
              {by !== undefined && (
                <>
                  {' · '}
                  {by}, <Moment at={changedAt} />
                </>
              )}
              {isBehind && ' · the content has changed since'}
            </p>
          </div>
          <Disclosure
            summary={
              <>
                Delete<span className="sr-only"> {id}</span> …
              </>
            }
          >
            <DeleteDraftForm id={id} changedFiles={changedFiles} action={remove(id)} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
