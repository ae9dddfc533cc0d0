import type { FormAction, OpenInvitation } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { roleName } from './staff-roles.ts';

/** The links for new staff that no one has used yet. */
export function InvitationList({
  invitations,
  action,
}: {
  invitations: readonly OpenInvitation[];
  action: FormAction;
}) {
  return (
    <ListForm action={action}>
      {invitations.length > 0 && (
        <>
          <h3 className="text-sm font-semibold">Links that have not been used</h3>
          <ul className="mt-2 max-w-figure border-b border-line">
            {invitations.map(({ id, role, madeBy, expiresAt }) => (
              <li
                key={id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2 text-sm"
              >
                <span>
                  {roleName(role)}
                  {madeBy !== undefined && `, made by ${madeBy}`}, works until <Moment at={expiresAt} />
                </span>
                <Button type="submit" name="withdraw" value={id} look="quiet">
                  Withdraw
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </ListForm>
  );
}
