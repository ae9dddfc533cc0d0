import Link from 'next/link';

/** Leads from a run that passed to the board of its exercise. */
export function BoardLink({ slug }: { slug: string }) {
  return (
    <p className="mt-3 text-sm">
      <Link
        href={`/exercises/${slug}/board`}
        prefetch={false}
        className="text-accent underline underline-offset-2"
      >
        See where it stands on the board
      </Link>
    </p>
  );
}
