import type { FormAction, PasskeyView } from '@dfm/contracts/page-data';
import { Moment } from '@/components/ui/moment.tsx';
import { LastUsed } from './last-used.tsx';
import { RemovalList } from './removal-list.tsx';

/** The passkeys of an account, with when they were last used. */
export function OwnPasskeys({ passkeys, remove }: { passkeys: readonly PasskeyView[]; remove: FormAction }) {
  const items = passkeys.map(({ id, name, madeAt, lastUsedAt }) => ({
    id,
    name,
    details: (
      <>
        Added <Moment at={madeAt} />, <LastUsed at={lastUsedAt} />
      </>
    ),
  }));
  return <RemovalList items={items} action={remove} field="remove" verb="Remove" />;
}
