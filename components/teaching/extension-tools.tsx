import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExtendableWork, FormAction, ImportAction } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { GroupExtensionForm } from './group-extension-form.tsx';
import { ImportForm } from './import-form.tsx';

interface Props {
  cohortId: string;
  work: readonly ExtendableWork[];
  groups: readonly string[];
  extendGroup: FormAction;
  importAll: ImportAction;
}

const link = 'text-accent underline underline-offset-2';

/** The ways to extend deadlines of a class. */
export function ExtensionTools({ cohortId, work, groups, extendGroup, importAll }: Props) {
  if (work.length === 0)
    return (
      <p className="text-soft">
        Nothing can be extended, because no{' '}
        <Link href={hrefTo('cohortAssignments', cohortId)} className={link}>
          assignment
        </Link>{' '}
        has a deadline.
      </p>
    );
  return (
    <>
      <p className="max-w-measure text-sm text-soft">
        To extend a deadline for one learner, open the learner in the{' '}
        <Link href={hrefTo('cohort', cohortId)} className={link}>
          gradebook
        </Link>
        . For everyone, move the deadline of the class.
      </p>
      <Disclosure summary="Extend for a group">
        <div className="max-w-md">
          {groups.length === 0 ? (
            <p className="text-sm text-soft">
              There are no groups yet. They come with{' '}
              <Link href={hrefTo('cohortPeople', cohortId)} className={link}>
                a list of learners
              </Link>
              , or you put learners into one on their own pages.
            </p>
          ) : (
            <GroupExtensionForm work={work} groups={groups} action={extendGroup} />
          )}
        </div>
      </Disclosure>
      <Disclosure summary="Import extensions">
        <ImportForm action={importAll} label="Or paste the extensions" example={example}>
          A CSV file with the columns “E-mail”, “Exercise”, “Until” and, if you like, “Reason”. An exercise is
          named as on the page “Assignments”, or “all”, which does not include exams. Times are in the zone of
          the class.
        </ImportForm>
      </Disclosure>
    </>
  );
}

const example = 'E-mail,Exercise,Until,Reason\nada@school.example,all,2026-12-07 18:00,illness';
