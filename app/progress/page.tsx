import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ConceptProgress } from '@/components/progress/concept-progress.tsx';
import { Link } from '@/components/ui/link.tsx';
import { courseConcepts } from '@/lib/content/concepts.ts';
import { courseOutline } from '@/lib/content/outline.ts';
import { questionCounts } from '@/lib/content/question-counts.ts';

export const metadata: Metadata = { title: pages.progress.title, description: pages.progress.description };

export default async function ProgressPage() {
  const [{ modules }, concepts, questions] = await Promise.all([
    courseOutline(),
    courseConcepts(),
    questionCounts(),
  ]);
  const byFirstModule = Map.groupBy(
    concepts,
    ({ items: [first] }) =>
      modules.find((module) =>
        module.items.some((item) => item.kind === first?.kind && item.slug === first.slug),
      )?.slug,
  );
  const shownModules = modules.map(({ slug, title, items }) => ({
    slug,
    title,
    items: items.map(({ kind, slug: item, title: itemTitle }) => ({ kind, slug: item, title: itemTitle })),
    concepts: (byFirstModule.get(slug) ?? []).map(({ slug: concept, name, items: ofConcept }) => ({
      slug: concept,
      name,
      items: ofConcept,
    })),
  }));
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Progress</h1>
        <p className="mt-3 text-lg text-soft">
          A lesson counts as read once all of its questions are answered, at least half of the quiz correctly,
          and an exercise as passed once an attempt has reached its pass score.{' '}
          <Link href={hrefTo('review')} className="text-accent underline underline-offset-2">
            Review
          </Link>{' '}
          helps you remember what you have read, and{' '}
          <Link href={hrefTo('abilities')} className="text-accent underline underline-offset-2">
            what you can do now
          </Link>{' '}
          lists what you have built, to print or to show.
        </p>
      </header>
      <ConceptProgress modules={shownModules} questions={questions} />
    </div>
  );
}
