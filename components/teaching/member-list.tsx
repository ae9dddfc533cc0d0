import type { CohortMemberView, FormAction } from '@dfm/contracts/page-data';
import { Moment } from '@/components/exercise/attempts/moment.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  members: readonly CohortMemberView[];
  /** Removes a member; undefined for staff who may not. */
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
            <PersonLine person={member} />
            {action && (
              <Disclosure
                summary={
                  <>
                    Remove<span className="sr-only"> {member.name}</span>
                  </>
                }
              >
                <p className="max-w-measure text-sm text-soft">
                  {member.name} is no longer in the gradebook. Their work stays theirs, and is back in the
                  gradebook if they join again, which the join link allows while the class is open.
                </p>
                <Button type="submit" name="remove" value={member.id} className="mt-3">
                  Remove {member.name}
                </Button>
              </Disclosure>
            )}
          </li>
        ))}
      </ul>
    );
  return action ? <ListForm action={action}>{list}</ListForm> : list;
}

/** Name, e-mail address, and since when. */
export function PersonLine({ person: { name, email, joinedAt } }: { person: CohortMemberView }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4">
      <span className="font-semibold wrap-anywhere">{name}</span>
      <span className="text-sm text-soft wrap-anywhere">{email}</span>
      <span className="text-sm text-faint">
        joined <Moment at={joinedAt} />
      </span>
    </div>
  );
}
