import type { ApiTokenView, FormAction } from '@dfm/contracts/page-data';
import { Moment } from '@/components/exercise/attempts/moment.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

/** The tokens of an account, with when they were last used. */
export function TokenList({ tokens, action }: { tokens: readonly ApiTokenView[]; action: FormAction }) {
  return (
    <ListForm action={action}>
      {tokens.length > 0 && (
        <ul className="border-b border-line">
          {tokens.map(({ id, name, expiresAt, lastUsedAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
            >
              <div className="min-w-0">
                <p className="font-semibold wrap-anywhere">{name}</p>
                <p className="text-sm text-soft">
                  {lastUsedAt === undefined ? (
                    'Never used'
                  ) : (
                    <>
                      Last used <Moment at={lastUsedAt} />
                    </>
                  )}
                  , works until <Moment at={expiresAt} />
                </p>
              </div>
              <Button type="submit" name="delete" value={id} look="quiet">
                Delete<span className="sr-only">: {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </ListForm>
  );
}
