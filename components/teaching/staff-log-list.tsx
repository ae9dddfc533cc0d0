import type { StaffLog, StaffLogEntry } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';

/** What staff did, with a choice of the person. `path`: that of the page. */
export function StaffLogList({
  log: { entries, people, person, older },
  path,
}: {
  log: StaffLog;
  path: string;
}) {
  return (
    <>
      {people.length > 0 && (
        <form action={path} className="flex max-w-md flex-wrap items-end gap-3">
          <SelectField
            label="Person"
            name="person"
            className="min-w-0 flex-1"
            defaultValue={person ?? ''}
            options={[
              { value: '', text: 'Everyone' },
              ...people.map(({ id, name }) => ({ value: id, text: name })),
            ]}
          />
          <Button type="submit">Show</Button>
        </form>
      )}
      {entries.length === 0 ? (
        <p className="mt-6 text-soft">Nothing has been recorded yet.</p>
      ) : (
        <ol className="mt-6 max-w-figure border-b border-line">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {older !== undefined && (
        <p className="mt-4">
          <Link href={`${path}?${older}`} className="text-accent underline underline-offset-2">
            Older entries
          </Link>
        </p>
      )}
    </>
  );
}

function Entry({ entry: { at, actor, role, what, person } }: { entry: StaffLogEntry }) {
  return (
    <li className="border-t border-line py-3">
      <p className="wrap-anywhere">
        {what}
        {person !== undefined && `: ${person}`}
      </p>
      <p className="text-sm text-soft wrap-anywhere">
        {actorText(actor, role)} · <Moment at={at} />
      </p>
    </li>
  );
}

function actorText(actor: string | undefined, role: string): string {
  if (role === 'site') return 'This site';
  if (role === 'link') return 'Someone with the link';
  return `${actor ?? 'Deleted account'}, ${role}`;
}
