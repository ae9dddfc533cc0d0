import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxLabel } from '../../sandbox-runner/src/sandbox/docker/labels.ts';

/** What terminals take on this machine, as the host counts it. */
export interface TerminalRemains {
  containers: number;
  /** In those containers. */
  processes: number;
  /** Folders of sandboxes. */
  folders: number;
  /** Processes that keep screens. */
  screens: number;
}

/** Counts what the terminals of a data folder take at the moment. */
export function terminalRemains(dataDir: string): TerminalRemains {
  const dir = join(dataDir, 'sandboxes');
  const containers = docker('ps', '-a', '--filter', `label=${sandboxLabel}`, '--format', '{{json .}}')
    .map((line) => JSON.parse(line) as { ID: string; State: string; Labels: string })
    .filter(({ Labels }) => Labels.includes(`${sandboxLabel}=${dir}/`));
  const running = containers.filter(({ State }) => State === 'running');
  return {
    containers: containers.length,
    processes: running.flatMap(({ ID }) => processesIn(ID)).length,
    folders: readdirSync(dir).filter((name) => name.startsWith('slot-')).length,
    screens: readdirSync('/proc').filter((name) => /^\d+$/.test(name) && keepsScreens(name)).length,
  };
}

/** How many there are of everything beyond those before. */
export function countAdded(before: TerminalRemains, after: TerminalRemains): number {
  const kinds = Object.keys(after) as (keyof TerminalRemains)[];
  return kinds.reduce((sum, kind) => sum + Math.max(0, after[kind] - before[kind]), 0);
}

function processesIn(container: string): string[] {
  try {
    return docker('top', container, '-eo', 'pid').slice(1);
  } catch (error) {
    // It may have ended since it was listed.
    if (/is not running|No such container/.test(String(error))) return [];
    throw error;
  }
}

function docker(...words: string[]): string[] {
  return execFileSync('docker', words, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

function keepsScreens(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('screens.process');
  } catch {
    // It has just ended.
    return false;
  }
}
