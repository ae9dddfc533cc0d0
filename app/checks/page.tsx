import { axes } from '@dfm/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { axisLabel, axisMeasures } from '@/components/exercise/verdict/axis-label.ts';
import { checkCatalogue } from '@/lib/content/check-catalogue.ts';

export const metadata: Metadata = { title: 'Checks', description: 'What the grader looks at, what it measures and why it matters.' };

export default function ChecksPage() {
  const catalogue = checkCatalogue();
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <h1 className="text-3xl font-semibold">Checks</h1>
        <p className="mt-3 text-lg text-soft">
          What the grader looks at. Points for size, cache, security and runtime come from what was measured on your image; the text of the Dockerfile
          only explains it.
        </p>
        <p className="mt-3">
          <Link href="/checks/other-tools" className="underline decoration-line underline-offset-2 hover:text-accent hover:decoration-accent">
            Find a check by a rule of hadolint, BuildKit, Trivy or another tool
          </Link>
        </p>
      </header>
      {axes
        .map((axis) => ({ axis, members: catalogue.filter((check) => check.axis === axis) }))
        .filter(({ members }) => members.length > 0)
        .map(({ axis, members }) => (
          <section key={axis} aria-labelledby={axis} className="outline-section">
            <div>
              <h2 id={axis} className="text-xl font-semibold">
                {axisLabel[axis]}
              </h2>
              <p className="mt-1 text-sm text-soft">{axisMeasures[axis]}</p>
            </div>
            <ul>
              {members.map((check) => (
                <li key={check.id} className="outline-row">
                  <Link href={`/checks/${check.id}`} className="group block">
                    <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                      <span className="font-semibold group-hover:text-accent group-hover:underline">{check.title}</span>
                      <code className="font-mono text-xs text-faint">{check.id}</code>
                    </span>
                    <span className="block text-sm text-soft">{check.detects}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}
