import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { preparationText } from '@/components/exercise/preparation/preparation-text.ts';
import { AutoRefresh } from '@/components/operator/auto-refresh.tsx';
import { MailNote } from '@/components/operator/mail-note.tsx';
import { NodeCard } from '@/components/operator/node-card.tsx';
import { QueueOverview } from '@/components/operator/queue-overview.tsx';
import { Link } from '@/components/ui/link.tsx';
import { mailProblem } from '@/lib/mail/mailer.ts';
import { anyBase } from '@/lib/nodes/base-images.ts';
import { adminForPage } from '@/lib/operator/access.ts';
import { listNodes } from '@/lib/operator/nodes.ts';
import { queueFacts } from '@/lib/operator/queue-facts.ts';
import { readinessFor } from '@/lib/preparation/preparation-view.ts';
import { drain, forget } from './actions.ts';

export const metadata: Metadata = {
  title: pages.operator.title,
  description: pages.operator.description,
  robots: { index: false },
};

/** Nodes, queue and faults, for the operator of the installation. */
export default async function OperatorPage() {
  await adminForPage(hrefTo('operator'));
  const [nodes, queue, { preparation }] = await Promise.all([
    listNodes(),
    queueFacts(),
    readinessFor([anyBase]),
  ]);
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <AutoRefresh />
      <h1 className="text-2xl font-semibold">Operator</h1>
      <p className="mt-3 mb-8 flex flex-wrap gap-x-6 gap-y-2">
        {(['operatorLog', 'operatorPeople', 'operatorSignIn'] as const).map((page) => (
          <Link key={page} href={hrefTo(page)} className="text-accent underline underline-offset-2">
            {pages[page].title}
          </Link>
        ))}
      </p>
      <MailNote problem={mailProblem()} />
      <QueueOverview queue={queue} />
      <section aria-labelledby="nodes" className="mt-12">
        <h2 id="nodes" className="text-lg font-semibold">
          Nodes
        </h2>
        {preparation !== undefined && (
          <p className="mt-3 max-w-measure text-sm">{preparationText(preparation)}</p>
        )}
        {nodes.length === 0 ? (
          <p className="mt-3 max-w-measure text-soft">
            No node has joined yet. On a machine with Docker Engine, start the sandbox-runner with SITE_URL
            set to this site’s address and RUNNER_TOKEN to its token. See docs/operators/nodes.md for the
            steps.
          </p>
        ) : (
          <ul className="mt-4 grid gap-5">
            {nodes.map((node) => (
              <li key={node.name}>
                <NodeCard node={node} drain={drain} forget={forget} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
