import type { ExpectedMemberView, FormAction } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  expected: readonly ExpectedMemberView[];
  /** Takes someone off the list; undefined for staff who may not. */
  action: FormAction | undefined;
}

/** The people on the list of a class who have not joined yet. */
export function ExpectedList({ expected, action }: Props) {
  const list = expected.length > 0 && (
    <ul className="max-w-figure border-b border-line">
      {expected.map(({ email, name, group }) => (
        <li
          key={email}
          className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
        >
          <span className="flex flex-wrap items-baseline gap-x-4">
            <span className="wrap-anywhere">{name}</span>
            <span className="text-sm text-soft wrap-anywhere">{email}</span>
            {group !== undefined && <span className="text-sm text-faint wrap-anywhere">{group}</span>}
          </span>
          {action && (
            <Button type="submit" name="remove" value={email} look="quiet">
              Remove<span className="sr-only">: {name}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
  return action ? <ListForm action={action}>{list}</ListForm> : list;
}
