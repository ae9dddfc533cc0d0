import type { RunnerInfo } from '@dfm/contracts';
import type { NodeView } from '@dfm/contracts/page-data';
import { bytesPerMib, formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  node: NodeView;
  drain(form: FormData): Promise<void>;
  forget(form: FormData): Promise<void>;
}

const states: Readonly<Record<NodeView['state'], { text: string; tone: Tone }>> = {
  ready: { text: 'Ready', tone: 'good' },
  unwell: { text: 'Not taking runs', tone: 'bad' },
  draining: { text: 'Draining', tone: 'warn' },
  gone: { text: 'Not connected', tone: 'neutral' },
};

const isolationNames: Readonly<Record<string, string>> = {
  appArmor: 'AppArmor',
  cgroupVersion: 'cgroup version',
  kernel: 'Kernel',
  runtime: 'Runtime',
  userNamespaces: 'User namespaces',
};

/** One node: its properties, its state, and the actions of the operator. */
export function NodeCard({ node, drain, forget }: Props) {
  const { name, info, state } = node;
  return (
    <article className="rounded-md border border-line p-4 sm:p-5">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="font-mono text-base font-semibold break-all">{name}</h3>
        <Badge tone={states[state].tone}>{states[state].text}</Badge>
        {info?.labels.map((label) => (
          <Badge key={label}>{label}</Badge>
        ))}
        <div className="ml-auto flex gap-2">
          {state === 'gone' ? (
            <NodeAction name={name} action={forget} text="Forget" />
          ) : (
            <NodeAction
              name={name}
              action={drain}
              text={node.draining ? 'Resume' : 'Drain'}
              draining={!node.draining}
            />
          )}
        </div>
      </header>
      {info !== undefined && info.health.reasons.length > 0 && (
        <ul className="mt-3 text-sm text-bad">
          {info.health.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {node.warnings.length > 0 && (
        <ul className="mt-3 text-sm text-warn">
          {node.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {info === undefined ? (
        <p className="mt-4 text-sm text-soft">
          What it last reported was stored in a format that this version of the site can no longer read.
        </p>
      ) : (
        <NodeFacts node={node} info={info} />
      )}
    </article>
  );
}

function NodeFacts({ node, info }: { node: NodeView; info: RunnerInfo }) {
  const { sandboxes, load } = info;
  return (
    <dl className="mt-4 grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2 lg:grid-cols-3">
      <Fact name="Runs">
        {node.runs} of {info.runsAtOnce} at a time
      </Fact>
      <Fact name="Sandboxes">
        {sandboxes.busy} busy, {sandboxes.kept} idle, {sandboxes.warm} ready, limit {sandboxes.max}
      </Fact>
      <Fact name="Load">
        {load.oneMinute.toFixed(1)} on {load.cpus === 1 ? '1 processor' : `${load.cpus} processors`}
      </Fact>
      <Fact name="Free">
        {formatBytes(load.memoryFreeMb * bytesPerMib)} memory, {formatBytes(load.diskFreeMb * bytesPerMib)}{' '}
        disk
      </Fact>
      <Fact name="Docker Engine">
        {info.engineVersion} in sandboxes, {info.hostEngineVersion} on the node
      </Fact>
      <Fact name="Last seen">
        <Moment at={node.lastSeenAt} />, joined <Moment at={node.joinedAt} />
      </Fact>
      {info.gpus !== undefined && (
        <Fact name={info.gpus.simulated ? 'Simulated GPUs' : 'GPUs'}>
          {info.gpus.devices
            .map((gpu) => `${gpu.name}, ${formatBytes(gpu.memoryMb * bytesPerMib)}, driver ${gpu.driver}`)
            .join('; ')}{' '}
          via {info.gpus.via}
        </Fact>
      )}
      {Object.entries(info.isolation).map(([name, value]) => (
        <Fact key={name} name={isolationNames[name] ?? name}>
          {value}
        </Fact>
      ))}
      {info.lastFault !== undefined && (
        <Fact name="Last fault">
          <Moment at={info.lastFault.at} />: {info.lastFault.message}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft">{name}</dt>
      <dd className="break-words tabular-nums">{children}</dd>
    </div>
  );
}

function NodeAction({
  name,
  action,
  text,
  draining,
}: {
  name: string;
  action: Props['drain'];
  text: string;
  draining?: boolean;
}) {
  return (
    <form action={action}>
      <input type="hidden" name="node" value={name} />
      {draining !== undefined && <input type="hidden" name="draining" value={String(draining)} />}
      <Button type="submit" aria-label={`${text}: ${name}`}>
        {text}
      </Button>
    </form>
  );
}
