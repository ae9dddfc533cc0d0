/** What happens to someone's data when the account is erased. `kept`: what stays without the person. */
export function WhatErasingDoes({ kept }: { kept: readonly string[] }) {
  return (
    <>
      <p>
        Deletes attempts, answers, comments about them, review cards and grades for good. They also disappear
        from the gradebooks of all classes.
      </p>
      <p className="mt-2">
        What belongs to other people or to the course stays with “deleted account” instead of the name:
      </p>
      <ul className="mt-2 list-disc space-y-1 pl-5">
        {kept.map((about) => (
          <li key={about}>{about}</li>
        ))}
      </ul>
    </>
  );
}
