import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Link } from '@/components/ui/link.tsx';
import { otherTools } from '@/lib/content/other-tools.ts';

export const metadata: Metadata = {
  title: pages.otherTools.title,
  description: pages.otherTools.description,
};

export default function OtherToolsPage() {
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <header className="max-w-measure">
        <Breadcrumb
          trail={[{ href: hrefTo('checks'), text: pages.checks.title }]}
          here="Rules of other tools"
        />
        <h1 className="text-3xl font-semibold">Rules of other tools</h1>
        <p className="mt-3 text-lg text-soft">
          If another tool reports a rule, find the corresponding check here. The two do not always agree. If
          an image was built, our check is based on the image.
        </p>
      </header>
      {otherTools().map(({ tool, rules }) => (
        <section key={tool} aria-labelledby={`tool-${tool}`} className="outline-section">
          <h2 id={`tool-${tool}`} className="text-xl font-semibold">
            {tool === 'others' ? 'Others' : tool}
          </h2>
          <dl>
            {rules.map(({ rule, checks }) => (
              <div
                key={rule}
                className="outline-row grid items-baseline gap-x-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
              >
                <dt className="font-mono text-sm wrap-anywhere">{rule.replace(/^kics:/u, '')}</dt>
                {checks.map(({ id, title }) => (
                  <dd key={id} className="sm:col-start-2">
                    <Link
                      href={hrefTo('check', id)}
                      className="inline-flex min-h-6 items-center underline decoration-line underline-offset-2 hover:text-accent hover:decoration-accent"
                    >
                      {title}
                    </Link>
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
