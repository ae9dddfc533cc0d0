import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { TermList } from '@/components/glossary/term-list.tsx';
import { glossaryTerms } from '@/lib/content/glossary-terms.ts';

export const metadata: Metadata = { title: pages.glossary.title, description: pages.glossary.description };

export default async function GlossaryPage() {
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Glossary</h1>
        <p className="mt-3 text-lg text-soft">
          The terms of the course, each in one or two sentences. In a lesson, point at a term or focus it to
          see its definition.
        </p>
      </header>
      <TermList terms={await glossaryTerms()} />
    </div>
  );
}
