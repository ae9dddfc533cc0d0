import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExtensionView, FormAction } from '@dfm/contracts/page-data';
import { Deadline } from '@/components/classes/deadline.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  cohortId: string;
  extensions: readonly ExtensionView[];
  /** Takes an extension back; undefined for staff who may not. */
  action: FormAction | undefined;
}

/** All later deadlines of a class, with who gave them and why. */
export function ExtensionList({ cohortId, extensions, action }: Props) {
  const list =
    extensions.length === 0 ? (
      <p className="text-soft">Everyone has the deadlines of the class.</p>
    ) : (
      <ul className="max-w-figure border-b border-line">
        {extensions.map((extension) => (
          <li
            key={extension.key}
            className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-3"
          >
            <ExtensionText cohortId={cohortId} extension={extension} />
            {action && (
              <Button type="submit" name="withdraw" value={extension.key} look="quiet">
                Take back
                <span className="sr-only">
                  : {extension.who}, {extension.title}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    );
  return action ? <ListForm action={action}>{list}</ListForm> : list;
}

function ExtensionText({
  cohortId,
  extension: { who, learnerId, title, until, reason, grantedBy, isWithoutEffect },
}: {
  cohortId: string;
  extension: ExtensionView;
}) {
  return (
    <div className="min-w-0">
      <p className="wrap-anywhere">
        {learnerId === undefined ? (
          <span className="font-semibold">{who}</span>
        ) : (
          <Link
            href={hrefTo('cohortLearner', cohortId, learnerId)}
            className="font-semibold hover:text-accent hover:underline"
          >
            {who}
          </Link>
        )}
        : {title} until <Deadline {...until} />
      </p>
      <p className="text-sm text-soft wrap-anywhere">
        {reason === '' ? 'Without a reason' : reason}, by {grantedBy}
        {isWithoutEffect && '. Has no effect, because the class has no earlier deadline.'}
      </p>
    </div>
  );
}
