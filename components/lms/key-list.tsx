import type { FormAction, ToolKey } from '@dfm/contracts/page-data';
import { AcceptForm } from '@/components/accounts/accept-form.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  keys: readonly ToolKey[];
  /** Days for which the key set contains a key that was replaced. */
  keptDays: number;
  /** Makes a new key; undefined for someone who may not. */
  renew: FormAction | undefined;
}

/** The keys with which this site signs what it sends to LMSs. */
export function KeyList({ keys, keptDays, renew }: Props) {
  return (
    <>
      <p className="mt-2 max-w-measure text-soft">
        This site signs with one key for every LMS. A new key signs at once; the old one stays in the key set
        for {keptDays} days, because an LMS may have a copy of the set.
      </p>
      {keys.length === 0 ? (
        <p className="mt-3 text-soft">The first key is made when an LMS asks for it.</p>
      ) : (
        <ul className="mt-3 border-b border-line">
          {keys.map(({ id, since, until }) => (
            <li
              key={id}
              className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-line py-2 text-sm"
            >
              <code className="break-all">{id}</code>
              <span className="text-soft">
                {until === undefined ? (
                  <>
                    signs since <Moment at={since} />
                  </>
                ) : (
                  <>
                    in the key set until <Moment at={until} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {renew && (
        <div className="mt-4">
          <AcceptForm submit="New key" look="secondary" action={renew} />
        </div>
      )}
    </>
  );
}
