import type { FormAction, StaffMemberView } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { PersonLine } from './member-list.tsx';
import { roleName, roleOptions } from './staff-roles.ts';

interface Props {
  staff: readonly StaffMemberView[];
  /** The reader. */
  ownId: string;
  /** Changes roles and removes people; undefined for staff who may not. */
  action: FormAction | undefined;
}

/** The staff of a course with their roles. */
export function StaffList({ staff, ownId, action }: Props) {
  if (staff.length === 0)
    return (
      <p className="text-soft">The course has no staff, only the admins of this site. Invite someone.</p>
    );
  const list = (
    <ul className="max-w-figure border-b border-line">
      {staff.map((person) => (
        <li key={person.id} className="border-t border-line py-3">
          <div className="flex flex-wrap items-baseline gap-x-4">
            <PersonLine person={person} />
            <Badge>{roleName(person.role)}</Badge>
          </div>
          {action && (
            <Disclosure
              summary={
                <>
                  Change or remove<span className="sr-only"> {person.name}</span>
                </>
              }
            >
              <ChangePerson person={person} isSelf={person.id === ownId} />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
  return action ? <ListForm action={action}>{list}</ListForm> : list;
}

function ChangePerson({ person: { id, name, role }, isSelf }: { person: StaffMemberView; isSelf: boolean }) {
  return (
    <div className="max-w-md">
      <SelectField label={`Role of ${name}`} name={`role:${id}`} defaultValue={role} options={roleOptions} />
      {isSelf && (
        <p className="mt-2 text-sm text-soft">
          This is you. With a different role you can no longer change it back yourself.
        </p>
      )}
      <div className="mt-3 flex flex-wrap gap-3">
        <Button type="submit" name="do" value={`change:${id}`}>
          Change role
        </Button>
        <Button type="submit" name="do" value={`remove:${id}`} look="quiet">
          {isSelf ? 'Leave the staff' : `Remove ${name}`}
        </Button>
      </div>
    </div>
  );
}
