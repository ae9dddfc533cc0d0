interface Props {
  sources: { claim: string; from: string; url?: string | undefined }[];
  /** ISO date of the last revision. */
  updated: string;
}

/** The source of each number and claim in a lesson. */
export function Sources({ sources, updated }: Props) {
  return (
    <section
      aria-labelledby="sources"
      className="mt-14 max-w-measure border-t border-line pt-5 text-sm text-soft"
    >
      <h2 id="sources" className="mb-2 font-semibold text-ink">
        Sources
      </h2>
      <dl>
        {sources.map(({ claim, from, url }) => (
          <div key={`${claim} ${from}`} className="py-1.5">
            <dt className="inline">{claim.charAt(0).toUpperCase() + claim.slice(1)}: </dt>
            <dd className="inline text-ink">
              {url ? (
                <a href={url} className="text-accent underline underline-offset-2">
                  {from}
                </a>
              ) : (
                from
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-faint">
        Last revised{' '}
        <time dateTime={updated}>
          {new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(updated))}
        </time>
      </p>
    </section>
  );
}
