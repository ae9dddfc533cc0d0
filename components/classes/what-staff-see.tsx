/** What the staff of a class see of a learner who joins it. */
export function WhatStaffSee() {
  return (
    <>
      <p>The instructors and assistants of this course, and the admins of this site, will see:</p>
      <ul className="mt-2 list-disc space-y-1 pl-5">
        <li>your name, your e-mail address, and when you joined</li>
        <li>
          for exercises that the class is assigned: every submission with its files and its result, and
          whether you opened the model solution before passing
        </li>
        <li>for lessons whose questions the class is assigned: your answers and their points</li>
      </ul>
      <p className="mt-2">
        This includes what you did before you joined, and work that is assigned later. They do not see
        anything else that you do on this site. Other learners do not see that you are in the class, unless it
        does exercises in groups: then those in your group see your name and what you submit for these
        exercises.
      </p>
      <p className="mt-2">
        If you forget your password, an instructor can make a link with which it is set again. Anyone who has
        that link can sign in as you.
      </p>
    </>
  );
}
