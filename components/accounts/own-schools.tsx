import type { FormAction, OwnSchool } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ConnectForm } from './connect-form.tsx';
import { RemovalList } from './removal-list.tsx';

interface Props {
  schools: (OwnSchool & { connect: FormAction })[];
  /** Without one, no further school can be connected: nothing would show that the owner is there. */
  hasPassword: boolean;
  disconnect: FormAction;
}

/** The schools with which the owner of an account can sign in, or could. */
export function OwnSchools({ schools, hasPassword, disconnect }: Props) {
  const connected = schools.filter(({ isConnected }) => isConnected);
  return (
    <div className="grid gap-4">
      <RemovalList items={connected} action={disconnect} field="disconnect" verb="Disconnect" />
      {schools
        .filter(({ isConnected }) => hasPassword && !isConnected)
        .map(({ id, name, connect }) => (
          <Disclosure key={id} summary={`Connect ${name}`}>
            <ConnectForm submit={`Continue to ${name}`} action={connect} />
          </Disclosure>
        ))}
    </div>
  );
}
