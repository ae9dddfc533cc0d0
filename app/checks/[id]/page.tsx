import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/ui/badge.tsx';
import { checkCatalogue } from '@/lib/content/check-catalogue.ts';

interface Props {
  params: Promise<{ id: string }>;
}

const evidenceWords = {
  static: 'the text of the Dockerfile',
  context: 'the build context',
  trace: 'the recorded builds',
  image: 'the image',
  run: 'the running container',
  gpu: 'a GPU',
} as const;

const severityTone = { error: 'bad', warning: 'warn', info: 'neutral' } as const;

export const dynamicParams = false;

export function generateStaticParams() {
  return checkCatalogue().map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const check = checkCatalogue().find((candidate) => candidate.id === id);
  return check ? { title: check.title, description: check.detects } : {};
}

export default async function CheckPage({ params }: Props) {
  const { id } = await params;
  const check = checkCatalogue().find((candidate) => candidate.id === id);
  if (!check) notFound();
  return (
    <article className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <nav aria-label="Breadcrumb" className="mb-3 text-sm text-faint">
        <Link href="/checks" className="hover:text-ink hover:underline">
          Checks
        </Link>{' '}
        / <span className="capitalize">{check.axis}</span>
      </nav>
      <h1 className="max-w-measure text-3xl font-semibold">{check.title}</h1>
      <p className="mt-3 flex flex-wrap items-center gap-2 text-sm text-soft">
        <code className="font-mono">{check.id}</code>
        <Badge tone={severityTone[check.severity]}>{check.severity}</Badge>
        <span>decided from {check.needs.map((need) => evidenceWords[need]).join(', ')}</span>
      </p>
      <div className="prose mt-8">
        <p>{check.detects}</p>
        <h2>Why it matters</h2>
        <p>{check.why}</p>
        <h2>How to mend it</h2>
        <p>{check.fix}</p>
        <div className="wide grid gap-4">
          <Example title="Instead of" code={check.bad} />
          <Example title="Write" code={check.good} />
        </div>
        {check.also.length > 0 && (
          <p className="text-sm text-soft">
            The same in other tools: {check.also.join(', ')}
          </p>
        )}
      </div>
    </article>
  );
}

function Example({ title, code }: { title: string; code: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-sm font-semibold">{title}</figcaption>
      {/* A tab stop, so that a long line can be scrolled with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} className="m-0! overflow-x-auto rounded-md border border-line bg-surface p-3 font-mono text-sm">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
