import type { ApiTokenView, FormAction } from '@dfm/contracts/page-data';
import { Moment } from '@/components/ui/moment.tsx';
import { LastUsed } from './last-used.tsx';
import { RemovalList } from './removal-list.tsx';

/** The tokens of an account, with when they were last used. */
export function TokenList({ tokens, action }: { tokens: readonly ApiTokenView[]; action: FormAction }) {
  const items = tokens.map(({ id, name, mayPush, expiresAt, lastUsedAt }) => ({
    id,
    name,
    details: (
      <>
        Works until <Moment at={expiresAt} />, <LastUsed at={lastUsedAt} />
        {mayPush && ', git can push with it'}
      </>
    ),
  }));
  return <RemovalList items={items} action={action} field="delete" verb="Delete" />;
}
