import { hrefTo } from '@dfm/contracts/page-addresses';
import { Link } from '@/components/ui/link.tsx';

export interface ListedConcept {
  slug: string;
  name: string;
  /** Whether the glossary has an entry with that slug. */
  hasEntry: boolean;
  items: { kind: 'lesson' | 'exercise'; slug: string; title: string }[];
}

/** Every concept with the lessons and exercises about it. */
export function ConceptIndex({ concepts }: { concepts: readonly ListedConcept[] }) {
  return (
    <dl className="concept-list">
      {concepts.map(({ slug, name, hasEntry, items }) => (
        <div key={slug} id={`concept-${slug}`}>
          <dt className="flex items-baseline justify-between gap-3 font-semibold">
            {name}
            {hasEntry && (
              <Link
                href={`${hrefTo('glossary')}#${slug}`}
                className="inline-block py-0.5 text-sm font-normal text-soft underline decoration-line underline-offset-4 hover:text-ink"
              >
                definition<span className="sr-only"> of {name}</span>
              </Link>
            )}
          </dt>
          {items.map((item) => (
            <dd key={`${item.kind}/${item.slug}`} className="text-sm">
              <Link
                href={hrefTo(item.kind, item.slug)}
                className="inline-block py-0.5 text-soft hover:text-accent hover:underline"
              >
                {item.title}
                {item.kind === 'exercise' && <span className="text-faint">, exercise</span>}
              </Link>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
