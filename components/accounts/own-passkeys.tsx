import type { FormAction, PasskeyView } from '@dfm/contracts/page-data';
import { Moment } from '@/components/exercise/attempts/moment.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

/** The passkeys of an account, with when they were last used. */
export function OwnPasskeys({ passkeys, remove }: { passkeys: readonly PasskeyView[]; remove: FormAction }) {
  return (
    <ListForm action={remove}>
      {passkeys.length > 0 && (
        <ul className="border-b border-line">
          {passkeys.map(({ id, name, madeAt, lastUsedAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
            >
              <div className="min-w-0">
                <p className="font-semibold wrap-anywhere">{name}</p>
                <p className="text-sm text-soft">
                  Added <Moment at={madeAt} />,{' '}
                  {lastUsedAt === undefined ? (
                    'never used'
                  ) : (
                    <>
                      last used <Moment at={lastUsedAt} />
                    </>
                  )}
                </p>
              </div>
              <Button type="submit" name="remove" value={id} look="quiet">
                Remove<span className="sr-only">: {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </ListForm>
  );
}
