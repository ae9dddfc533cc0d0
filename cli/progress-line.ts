import type { RunEvent } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import { durationWidth } from './column-widths.ts';

const phases = {
  queued: 'Queue',
  sandbox: 'Sandbox',
  static: 'Static checks',
  'cold-build': 'First build',
  replay: 'Replays',
  image: 'Image analysis',
  run: 'Container run',
  grade: 'Grading',
} as const;

/** The progress line for an event; undefined for most events. */
export function progressLine(event: RunEvent): string | undefined {
  const at = formatDuration(event.atMs).padStart(durationWidth);
  if (event.type === 'phase' && event.state !== 'started')
    return `${at}  ${phases[event.phase]}${event.state === 'failed' ? ': ended early' : ''}`;
  if (event.type === 'step' && event.state !== 'running') {
    const took =
      event.state === 'ran'
        ? formatDuration(event.ms ?? 0)
        : event.state === 'cancelled'
          ? 'stopped'
          : event.state;
    return visibleLine(
      `${at}    ${took.padStart(durationWidth)}  ${event.line === undefined ? '' : `${event.line}: `}${event.name}`.slice(
        0,
        110,
      ),
    );
  }
  if (event.type === 'notice') return `${at}  ${visibleText(event.message)}`;
  return undefined;
}
