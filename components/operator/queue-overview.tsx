import type { QueueFacts } from '@dfm/contracts/page-data';
import { formatDuration } from '@dfm/contracts/quantity';
import { Callout } from '@/components/ui/callout.tsx';
import { Moment } from '@/components/ui/moment.tsx';

/** What is waiting, what is running, and which runs need attention. */
export function QueueOverview({ queue }: { queue: QueueFacts }) {
  const { practice, confirmations, regrades, running, terminals, oldestWaitsMs, lacking, faults } = queue;
  return (
    <section aria-labelledby="queue">
      <h2 id="queue" className="text-lg font-semibold">
        Queue
      </h2>
      <dl className="mt-3 flex flex-wrap gap-x-10 gap-y-4">
        <Fact name="Running" value={String(running)} />
        <Fact name="Waiting" value={String(practice)} />
        <Fact name="Confirmations waiting" value={String(confirmations)} />
        <Fact name="Regrades waiting" value={String(regrades)} />
        <Fact name="Terminals" value={String(terminals.running)} />
        {terminals.waiting > 0 && <Fact name="Terminals waiting" value={String(terminals.waiting)} />}
        <Fact
          name="Longest wait"
          value={oldestWaitsMs === undefined ? 'none' : formatDuration(oldestWaitsMs)}
        />
      </dl>
      {lacking.length > 0 && (
        <div className="mt-5">
          <Callout kind="warning" title={`Runs are waiting for ${lacking.join(', ')}`}>
            <p className="text-sm">
              No connected node has {lacking.length === 1 ? 'this label' : 'these labels'}. The runs start
              automatically once one joins.
            </p>
          </Callout>
        </div>
      )}
      <h3 className="mt-8 text-sm font-semibold">Runs that need attention</h3>
      {faults.length === 0 ? (
        <p className="mt-1 text-sm text-soft">None in the last seven days.</p>
      ) : (
        <FaultTable faults={faults} />
      )}
    </section>
  );
}

function FaultTable({ faults }: Pick<QueueFacts, 'faults'>) {
  return (
    <div className="overflow-x-auto">
      <table className="figure-table mt-2 w-full">
        <thead>
          <tr>
            <th scope="col">Ended</th>
            <th scope="col">Exercise</th>
            <th scope="col">Node</th>
            <th scope="col" className="number">
              Attempts
            </th>
            <th scope="col">What happened</th>
            <th scope="col">Run</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={fault.runId}>
              <td className="whitespace-nowrap">
                <Moment at={fault.endedAt} />
              </td>
              <td>
                {fault.exercise}
                {fault.kind !== 'practice' && `, ${fault.kind}`}
              </td>
              <td>{fault.node ?? ''}</td>
              <td className="number">{fault.attempts}</td>
              <td className="min-w-60">{fault.message}</td>
              <td>
                <code>{fault.runId}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-xl font-semibold tabular-nums">{value}</dd>
    </div>
  );
}
