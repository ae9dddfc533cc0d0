import type { ZonedTime } from '@dfm/contracts/page-data';
import { Deadline } from '@/components/classes/deadline.tsx';
import { WhatStaffSee } from '@/components/classes/what-staff-see.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';

/** What joining a class means, for someone who comes from an LMS. */
export function JoinTerms({ offer }: { offer: { course: string; deletion: ZonedTime | undefined } }) {
  return (
    <div className="mb-8 border-l-2 border-accent pl-4 text-sm">
      <p className="wrap-anywhere">A class of the course {offer.course}.</p>
      <div className="mt-2">
        <Disclosure summary="What the staff of the class see">
          <WhatStaffSee />
        </Disclosure>
      </div>
      {offer.deletion && (
        <p className="mt-2">
          What you do for the class, and have done before for the same exercises and lessons, will be deleted
          on <Deadline {...offer.deletion} />.
        </p>
      )}
    </div>
  );
}
