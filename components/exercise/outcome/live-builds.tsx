'use client';

import { useEffect, useState } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import type { WaterfallStep } from '@/components/figures/waterfall-rows.ts';
import { Waterfall } from '@/components/figures/waterfall.tsx';
import type { BuildView, LiveRun } from '../run/live-run.ts';

interface Props {
  live: LiveRun;
  /** Titles of the edit scenarios, by id. */
  scenarios: Readonly<Record<string, string>>;
  link: LineLink;
}

const tickMs = 200;

/** The builds of a run in progress, newest first. The bar of a running step grows with time. */
export function LiveBuilds({ live, scenarios, link }: Props) {
  const isRunning = live.builds.some((b) => b.steps.some((s) => s.state === 'running'));
  const nowMs = useNow(isRunning);
  return live.builds
    .toReversed()
    .map((build) => (
      <Waterfall
        key={build.build}
        title={build.build === 'cold' ? 'First build' : (scenarios[build.build] ?? build.build)}
        steps={liveSteps(build, live.epochMs, nowMs)}
        caption={wasStoppedEarly(build) ? 'Stopped early: the rest cannot change the verdict.' : undefined}
        {...link}
      />
    ));
}

/** Whether a replay was stopped early, rather than because a step failed. */
function wasStoppedEarly({ build, steps }: BuildView): boolean {
  return (
    build !== 'cold' &&
    steps.some(({ state }) => state === 'cancelled') &&
    steps.every(({ state }) => state !== 'failed')
  );
}

/** Steps on a time axis that starts with the build's first step. */
function liveSteps(build: BuildView, epochMs: number | undefined, nowMs: number): WaterfallStep[] {
  const firstMs = Math.min(...build.steps.map((s) => s.startMs));
  return build.steps.map((step) => {
    const endMs = step.endMs ?? Math.max(step.startMs, nowMs - (epochMs ?? nowMs));
    return {
      key: step.key,
      line: step.line,
      stage: step.stage,
      name: step.name,
      state: step.state,
      startMs: step.startMs - firstMs,
      ms: endMs - step.startMs,
      courseMs: step.courseMs,
    };
  });
}

/** The current time, updated a few times a second while something is moving. */
function useNow(isMoving: boolean): number {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isMoving]);
  return nowMs;
}
