import type { FormAction } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  items: readonly { id: string; name: string; details?: ReactNode }[];
  action: FormAction;
  /** The field of the form that has the ID of the chosen item. */
  field: string;
  /** What the button of each item says. */
  verb: string;
}

/** What the owner of an account has set up, each with a button that undoes it. */
export function RemovalList({ items, action, field, verb }: Props) {
  return (
    <ListForm action={action}>
      {items.length > 0 && (
        <ul className="border-b border-line">
          {items.map(({ id, name, details }) => (
            <li
              key={id}
              className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
            >
              <div className="min-w-0">
                <p className="font-semibold wrap-anywhere">{name}</p>
                {details !== undefined && <p className="text-sm text-soft">{details}</p>}
              </div>
              <Button type="submit" name={field} value={id} look="quiet">
                {verb}
                <span className="sr-only">: {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </ListForm>
  );
}
