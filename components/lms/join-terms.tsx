import type { ZonedTime } from '@dfm/contracts/page-data';
import { Deadline } from '@/components/classes/deadline.tsx';
import { WhatStaffSee } from '@/components/classes/what-staff-see.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';

interface Props {
  /** Name of the LMS. */
  lms: string;
  /** Whether the LMS takes the points of its learners. */
  takesPoints: boolean;
  offer: { course: string; deletion: ZonedTime | undefined };
}

/** What joining a class means, for someone who comes from an LMS. */
export function JoinTerms({ lms, takesPoints, offer }: Props) {
  return (
    <div className="mb-8 grid gap-2 border-l-2 border-accent pl-4 text-sm wrap-anywhere">
      <p>A class of the course {offer.course}.</p>
      {takesPoints && (
        <p>
          {lms} gets your points for the exercises and quizzes that your course there links to, with the time
          of the submission. This includes what you did before you joined.
        </p>
      )}
      <p>
        This site gets your name, your e-mail address and your ID from {lms}, and whether you are still in the
        course.
      </p>
      <Disclosure summary="What the staff of the class see">
        <WhatStaffSee />
      </Disclosure>
      {offer.deletion && (
        <p>
          What you do for the class, and have done before for the same exercises and lessons, will be deleted
          on <Deadline {...offer.deletion} />.{takesPoints && ` ${lms} keeps the points that it has.`}
        </p>
      )}
    </div>
  );
}
