import type { FormAction, OwnSchool } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';
import { ConnectSchoolForm } from './connect-school-form.tsx';

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
      <ListForm action={disconnect}>
        {connected.length > 0 && (
          <ul className="border-b border-line">
            {connected.map(({ id, name }) => (
              <li
                key={id}
                className="flex flex-wrap items-center justify-between gap-4 border-t border-line py-2"
              >
                <p className="min-w-0 wrap-anywhere">{name}</p>
                <Button type="submit" name="disconnect" value={id} look="quiet">
                  Disconnect<span className="sr-only">: {name}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </ListForm>
      {schools
        .filter(({ isConnected }) => hasPassword && !isConnected)
        .map(({ id, name, connect }) => (
          <Disclosure key={id} summary={`Connect ${name}`}>
            <ConnectSchoolForm name={name} action={connect} />
          </Disclosure>
        ))}
    </div>
  );
}
