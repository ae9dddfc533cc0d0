import type { Action, State } from './container-life.ts';

/** SVG units; on a phone, the figure has 0.8 of this in CSS pixels. */
export const diagram = { width: 392, height: 262 };
export const box = { width: 96, height: 38 };

/** Centre of each state. */
export const centers: Record<State, { x: number; y: number }> = {
  none: { x: 52, y: 134 },
  created: { x: 196, y: 34 },
  running: { x: 196, y: 134 },
  paused: { x: 340, y: 134 },
  exited: { x: 196, y: 234 },
};

export interface Transition {
  from: State;
  to: State;
  /** What causes it, each on a line of the label. */
  actions: readonly Action[];
  /** SVG path; its end has the arrow. */
  path: string;
  label: { x: number; y: number; anchor: 'start' | 'middle' | 'end' };
}

/**
 * The arrows between the states. `run --rm`, `restart` and `rm -f` are left out: each does in one command
 * what several arrows show.
 */
export const transitions: readonly Transition[] = [
  {
    from: 'none',
    to: 'created',
    actions: ['create'],
    path: 'M36 115V34Q36 26 44 26H143',
    label: { x: 94, y: 18, anchor: 'middle' },
  },
  {
    from: 'created',
    to: 'none',
    actions: ['rm'],
    path: 'M148 42H76Q68 42 68 50V110',
    label: { x: 110, y: 60, anchor: 'middle' },
  },
  {
    from: 'none',
    to: 'running',
    actions: ['run'],
    path: 'M100 134H143',
    label: { x: 122, y: 126, anchor: 'middle' },
  },
  {
    from: 'created',
    to: 'running',
    actions: ['start'],
    path: 'M196 53V110',
    label: { x: 205, y: 88, anchor: 'start' },
  },
  {
    from: 'running',
    to: 'paused',
    actions: ['pause'],
    path: 'M244 126H287',
    label: { x: 266, y: 118, anchor: 'middle' },
  },
  {
    from: 'paused',
    to: 'running',
    actions: ['unpause'],
    path: 'M292 142H249',
    label: { x: 268, y: 168, anchor: 'middle' },
  },
  {
    from: 'running',
    to: 'exited',
    actions: ['stop', 'kill', 'end'],
    path: 'M184 153V210',
    label: { x: 175, y: 172, anchor: 'end' },
  },
  {
    from: 'exited',
    to: 'running',
    actions: ['start'],
    path: 'M208 215V158',
    label: { x: 217, y: 191, anchor: 'start' },
  },
  {
    from: 'paused',
    to: 'exited',
    actions: ['stop', 'kill'],
    path: 'M340 153V226Q340 234 332 234H249',
    label: { x: 331, y: 203, anchor: 'end' },
  },
  {
    from: 'exited',
    to: 'none',
    actions: ['rm'],
    path: 'M148 234H60Q52 234 52 226V158',
    label: { x: 100, y: 226, anchor: 'middle' },
  },
];
