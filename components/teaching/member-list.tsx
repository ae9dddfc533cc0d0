import type { CohortMemberView, FormAction, PersonView } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  members: readonly CohortMemberView[];
  /** Removes a member, or makes a link for a new password; undefined for staff who may not. */
  action: FormAction | undefined;
}

/** The learners of a class. */
export function MemberList({ members, action }: Props) {
  const list =
    members.length === 0 ? (
      <p className="text-soft">No one has joined yet. Send the join link to your learners.</p>
    ) : (
      <ul className="max-w-figure border-b border-line">
        {members.map((member) => (
          <li key={member.id} className="border-t border-line py-3">
            <PersonLine person={member} group={member.group} />
            {action && <MemberActions member={member} />}
          </li>
        ))}
      </ul>
    );
  return action ? <ListForm action={action}>{list}</ListForm> : list;
}

function MemberActions({ member: { id, name } }: { member: CohortMemberView }) {
  return (
    <div className="flex flex-wrap gap-x-6">
      <Disclosure summary={<ForMember what="Forgot the password" name={name} />}>
        <p className="max-w-measure text-sm text-soft">
          Makes a link with which {name} can choose a new password. It works once, within 7 days. Send it only
          to {name}, because anyone who opens it gets the account.
        </p>
        <Button type="submit" name="do" value={`password:${id}`} className="mt-3 mb-2">
          Make a link for {name}
        </Button>
      </Disclosure>
      <Disclosure summary={<ForMember what="Remove" name={name} />}>
        <p className="max-w-measure text-sm text-soft">
          {name} is no longer in the gradebook. Their work stays theirs, and is back in the gradebook if they
          join again, which the join link allows while the class is open.
        </p>
        <Button type="submit" name="do" value={`remove:${id}`} className="mt-3 mb-2">
          Remove {name}
        </Button>
      </Disclosure>
    </div>
  );
}

function ForMember({ what, name }: { what: string; name: string }) {
  return (
    <>
      {what}
      <span className="sr-only">: {name}</span>
    </>
  );
}

/** Name, e-mail address, group, and since when. */
export function PersonLine({
  person: { name, email, joinedAt },
  group,
}: {
  person: PersonView;
  group?: string | undefined;
}) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4">
      <span className="font-semibold wrap-anywhere">{name}</span>
      <span className="text-sm text-soft wrap-anywhere">{email}</span>
      {group !== undefined && <span className="text-sm text-soft wrap-anywhere">{group}</span>}
      <span className="text-sm text-faint">
        joined <Moment at={joinedAt} />
      </span>
    </div>
  );
}
