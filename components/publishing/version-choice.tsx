import { Link } from '@/components/ui/link.tsx';

interface Props {
  /** Of the page. */
  address: string;
  current: number | null;
  versions: readonly number[];
  /** What the page shows the changes of; undefined for nothing yet. */
  chosen: number | null | undefined;
}

/** Links to what changes with each version that the class could have. */
export function VersionChoice({ address, current, versions, chosen }: Props) {
  const choices = [
    { to: null, name: 'newest', text: 'follow the newest' },
    ...versions.map((number) => ({ to: number, name: String(number), text: `stay at version ${number}` })),
  ].filter(({ to }) => to !== current);
  return (
    <nav aria-label="Versions" className="mt-4 flex flex-wrap items-baseline gap-x-4 gap-y-2 text-sm">
      <span className="text-soft">See what changes if the class would</span>
      {choices.map(({ to, name, text }) => (
        <Link
          key={name}
          href={`${address}?to=${name}`}
          aria-current={chosen === to ? 'true' : undefined}
          className="text-accent underline underline-offset-2 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
