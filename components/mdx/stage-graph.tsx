import type { ReactNode } from 'react';
import { StageGraph as Figure } from '@/components/figures/stage-graph.tsx';
import { stageNames } from '@/components/figures/stage-rows.ts';
import { RunSwitch } from './run-switch.tsx';

/**
 * A lesson's Dockerfile and the graph of its stages, once for each target. The last stage, which is the
 * default target, comes first.
 */
export function StageGraph({
  dockerfile,
  caption,
  children,
}: {
  dockerfile: string;
  caption?: string;
  children: ReactNode;
}) {
  const targets = stageNames(dockerfile)
    .map((name, index) => ({ name, index }))
    .reverse();
  return (
    <>
      {children}
      <RunSwitch legend="Which stage to build" labels={targets.map(({ name }) => `--target ${name}`)}>
        {targets.map(({ name, index }) => (
          <Figure key={name} dockerfile={dockerfile} target={index} caption={caption} />
        ))}
      </RunSwitch>
    </>
  );
}
