import type { Tone } from '@/components/ui/badge.tsx';
import type { Container } from './engine-names.ts';

type Port = Container['ports'][number];

/** The state of a container as a short text, with the exit code: `running`, `exited (1)`. */
export function stateText({ state, exitCode }: Container): string {
  return exitCode === null ? state : `${state} (${exitCode})`;
}

/** How the state is coloured. Exiting with 0 is the normal end of a job. */
export function stateTone({ state, exitCode }: Container): Tone {
  if (state === 'running') return 'good';
  if (state === 'dead' || (state === 'exited' && exitCode !== 0)) return 'bad';
  return state === 'paused' || state === 'restarting' ? 'warn' : 'neutral';
}

/** How often a restart policy has started a container again; undefined if it has not. */
export function restartsText({ restarts }: Container): string | undefined {
  if (restarts <= 0) return undefined;
  return restarts === 1 ? 'restarted once' : `restarted ${restarts} times`;
}

/** A port from outside to inside: `8080 → 80/tcp`, or `80/tcp (not published)`. */
export function portText({ inside, outside, protocol }: Port): string {
  return outside === null ? `${inside}/${protocol} (not published)` : `${outside} → ${inside}/${protocol}`;
}

/** The ports of a container that can be reached from outside. */
export function publishedPorts({ ports }: Container): Port[] {
  return ports.filter(({ outside }) => outside !== null);
}

/** The ports of a container that can be opened in a browser now. */
export function openPorts(container: Container): number[] {
  if (container.state !== 'running') return [];
  const ports = publishedPorts(container).filter(({ protocol }) => protocol === 'tcp');
  return [...new Set(ports.map(({ outside }) => outside!))];
}
