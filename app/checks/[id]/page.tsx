import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { counterpartsByTool, evidenceNames, type CheckMeta } from '@dfm/grading';
import { Check, X } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { CheckExample } from '@/components/checks/check-example.tsx';
import { reportedLines } from '@/components/checks/reported-lines.ts';
import { axisLabel } from '@/components/exercise/verdict/axis-label.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ScrollToCurrent } from '@/components/ui/scroll-to-current.tsx';
import { checkCatalogue } from '@/lib/content/check-catalogue.ts';
import { whereTaught } from '@/lib/content/taught-checks.ts';

interface Props {
  params: Promise<{ id: string }>;
}

const listOf = new Intl.ListFormat('en', { type: 'conjunction' });

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
    <div className="check-page mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <article className="min-w-0">
        <Breadcrumb
          trail={[{ href: hrefTo('checks'), text: pages.checks.title }]}
          here={axisLabel[check.axis]}
        />
        <h1 className="max-w-measure text-3xl font-semibold">{check.title}</h1>
        <p className="mt-3 max-w-measure text-lg text-soft">{check.detects}</p>
        <dl className="mt-6 grid max-w-measure grid-cols-[6.5rem_1fr] gap-y-1 border-y border-line py-3 text-sm">
          <Fact name="Id">
            <code className="font-mono">{check.id}</code>
          </Fact>
          <Fact name="Severity">
            <Badge tone={severityTone[check.severity]}>{check.severity}</Badge>
          </Fact>
          <Fact name="Based on">{listOf.format(check.needs.map((need) => evidenceNames[need]))}</Fact>
          {check.also.length > 0 && (
            <Fact name="In other tools">
              <ul>
                {counterpartsByTool(check.also).map(({ tool, ids }) => (
                  <li key={tool}>
                    {tool === 'others' ? '' : `${tool}: `}
                    {ids.map((rule) => rule.replace(/^kics:/u, '')).join(', ')}
                  </li>
                ))}
              </ul>
            </Fact>
          )}
        </dl>
        <div className="prose check-text mt-8">
          <h2>Why it matters</h2>
          <p>{check.why}</p>
          <h2>How to fix it</h2>
          <p>{check.fix}</p>
        </div>
        <div className="mt-6 grid gap-5">
          <CheckExample
            title="Instead of"
            code={check.bad}
            reported={reportedLines(check.id, check.bad)}
            mark={<X aria-hidden size={16} strokeWidth={2.5} className="text-bad" />}
          />
          <CheckExample
            title="Write"
            code={check.good}
            reported={reportedLines(check.id, check.good)}
            mark={<Check aria-hidden size={16} strokeWidth={2.5} className="text-good" />}
          />
        </div>
        <TaughtAt places={await whereTaught(id)} />
      </article>
      <ChecksOfAxis shown={check} />
    </div>
  );
}

function TaughtAt({ places }: { places: Awaited<ReturnType<typeof whereTaught>> }) {
  if (places.length === 0) return null;
  return (
    <section aria-labelledby="taught" className="mt-8 max-w-measure">
      <h2 id="taught" className="text-lg font-semibold">
        Learn and practice it
      </h2>
      <ul className="mt-2 grid gap-1">
        {places.map(({ kind, slug, title }) => (
          <li key={`${kind} ${slug}`}>
            <span className="inline-block w-20 text-sm text-faint">
              {kind === 'lesson' ? 'Lesson' : 'Exercise'}
            </span>
            <Link href={hrefTo(kind, slug)} className="text-accent underline underline-offset-2">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChecksOfAxis({ shown }: { shown: CheckMeta }) {
  const checks = checkCatalogue().filter(({ axis }) => axis === shown.axis);
  return (
    <nav aria-label={`${axisLabel[shown.axis]} checks`} className="text-sm">
      <ScrollToCurrent />
      <p className="mb-1.5 font-semibold">{axisLabel[shown.axis]}</p>
      <ul>
        {checks.map((check) => (
          <li key={check.id}>
            <Link
              href={hrefTo('check', check.id)}
              aria-current={check.id === shown.id ? 'page' : undefined}
              className="-mx-2 block rounded-md px-2 py-1 text-soft hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
            >
              {check.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
