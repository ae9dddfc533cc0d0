'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import {
  build,
  initialMachine,
  remove,
  restart,
  run,
  stop,
  type Container,
  type Machine,
} from './machine.ts';

const commands = [
  ['Restart', restart],
  ['Stop', stop],
  ['Remove', remove],
] as const;

/** A machine with an image and its containers, and buttons for commands. */
export function MachineBoard() {
  const [machine, setMachine] = useState(initialMachine);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        <Button className="font-mono font-normal" onClick={() => setMachine(run)}>
          docker run scorer
        </Button>
        <Button className="font-mono font-normal" onClick={() => setMachine(build)}>
          <span className="font-sans">edit, then</span> docker build -t scorer .
        </Button>
      </div>
      <output className="block min-h-[3em] border-l-2 border-accent pl-3">{machine.message}</output>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Images builds={machine.images} />
        <section aria-label="Containers">
          <p className="m-0 mb-1 text-xs text-soft">Containers: each has a layer and a process</p>
          {machine.containers.length === 0 && <p className="m-0 py-2 text-faint">none</p>}
          <ul className="m-0 grid list-none gap-1 p-0">
            {machine.containers.map((container) => (
              <ContainerItem key={container.name} container={container} onCommand={setMachine} />
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

function Images({ builds }: { builds: readonly number[] }) {
  return (
    <section aria-label="Images">
      <p className="m-0 mb-1 text-xs text-soft">Images: read-only</p>
      <ul className="m-0 grid list-none gap-1 p-0">
        {builds.map((image) => (
          <li key={image} className="m-0 border-l-[6px] border-edge bg-surface px-3 py-2">
            Build {image}
            <span className="block text-xs text-soft">
              {image === builds.at(-1) ? (
                <code className="font-mono">scorer:latest</code>
              ) : (
                'no longer tagged'
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ItemProps {
  container: Container;
  onCommand(command: (machine: Machine) => Machine): void;
}

function ContainerItem({ container: { name, build: from, isRunning, lines }, onCommand }: ItemProps) {
  return (
    <li className="m-0 border-l-[6px] border-accent bg-surface px-3 py-2">
      <span className="flex flex-wrap items-center justify-between gap-2">
        <span>
          <code className="font-mono">{name}</code>, {isRunning ? 'running' : 'exited'}
          <span className="block text-xs text-soft">
            on build {from}; own layer: runs.txt, {lines === 1 ? '1 line' : `${lines} lines`}
          </span>
        </span>
        <span className="flex flex-wrap gap-1">
          {commands.map(([label, command]) => (
            <Button
              key={label}
              look="quiet"
              className="px-2"
              aria-label={`${label} ${name}`}
              onClick={() => onCommand((machine) => command(machine, name))}
            >
              {label.toLowerCase()}
            </Button>
          ))}
        </span>
      </span>
    </li>
  );
}
