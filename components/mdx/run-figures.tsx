import type { ReplayResult, ResultDocument } from '@dfm/contracts';
import { measuredText, type Quotation } from '@dfm/contracts/measured-text';
import type { ReactNode } from 'react';
import { CacheReplay } from '@/components/figures/cache-replay.tsx';
import { ImageContents } from '@/components/figures/image-contents.tsx';
import { ImageIcicle } from '@/components/figures/image-icicle.tsx';
import { InstructionEffects } from '@/components/figures/instruction-effects.tsx';
import { LayerStack } from '@/components/figures/layer-stack.tsx';
import { LayerTransfer } from '@/components/figures/layer-transfer/layer-transfer.tsx';
import { remoteStates } from '@/components/figures/layer-transfer/transfer-rows.ts';
import { SharedBase } from '@/components/figures/shared-base.tsx';
import { recordedSteps } from '@/components/figures/waterfall-rows.ts';
import { Waterfall } from '@/components/figures/waterfall.tsx';
import { RunSwitch } from './run-switch.tsx';

/** Recorded runs by id, as loaded by the page. */
export type Runs = Record<string, ResultDocument>;

interface Pair {
  run: string;
  /** A second run to switch to. */
  against?: string;
  label?: string;
  againstLabel?: string;
  caption?: string;
}

/**
 * A lesson's components that show recorded runs. `dockerfiles` has the Dockerfiles of runs that are shown
 * line by line.
 */
export function runFigures(runs: Runs, dockerfiles: Record<string, string>) {
  const find = (id: string): ResultDocument => {
    const run = runs[id];
    if (!run) throw new Error(`the page has not loaded the recorded run ${id}`);
    return run;
  };
  const switched = (
    { run, against, label, againstLabel }: Pair,
    draw: (document: ResultDocument, id: string) => ReactNode,
  ) =>
    against ? (
      <RunSwitch labels={[label ?? variantName(run), againstLabel ?? variantName(against)]}>
        {draw(find(run), run)}
        {draw(find(against), against)}
      </RunSwitch>
    ) : (
      draw(find(run), run)
    );

  return {
    Measured({ run, ...quotation }: Quotation & { run: string }) {
      return present(measuredText(find(run), quotation), run, quotation.value);
    },
    RecordedRun({ id, view, caption }: { id: string; view: string; caption?: string }) {
      const document = find(id);
      if (view === 'layers')
        return <LayerStack image={present(document.image, id, 'image')} caption={caption} />;
      if (view !== 'waterfall') throw new Error(`RecordedRun has no view ${view}. Use waterfall or layers`);
      const cold = present(document.cold, id, 'first build');
      return (
        <Waterfall
          steps={recordedSteps(cold)}
          totalMs={cold.totalMs}
          title="First build, step by step"
          caption={caption}
        />
      );
    },
    CacheReplay({ edit, caption, ...pair }: Pair & { edit?: string }) {
      return switched(pair, (document) => (
        <CacheReplay before={document.cold} after={scenarioOf(document, edit)} caption={caption} />
      ));
    },
    ImageContents(pair: Pair) {
      return switched(pair, (document, id) => {
        const image = present(document.image, id, 'image');
        present(image.contents, id, 'contents. Record it again');
        return <ImageContents image={image} />;
      });
    },
    ImageIcicle({ caption, ...pair }: Pair) {
      return switched(pair, (document, id) => {
        const image = present(document.image, id, 'image');
        present(image.contents, id, 'contents. Record it again');
        return <ImageIcicle image={image} caption={caption} />;
      });
    },
    InstructionEffects({ caption, ...pair }: Pair) {
      return switched(pair, (document, id) => (
        <InstructionEffects
          dockerfile={present(dockerfiles[id], id, 'Dockerfile')}
          image={present(document.image, id, 'image')}
          caption={caption}
        />
      ));
    },
    /**
     * Starts with the sizes of a recorded run's base and packages. The other values are an example that the
     * reader replaces.
     */
    SharedBase({
      run,
      packagesLine,
      modelMb,
      models,
      onNode,
      mbPerSecond,
      caption,
    }: {
      run: string;
      packagesLine: string;
      modelMb: string;
      models: string;
      onNode: string;
      mbPerSecond: string;
      caption?: string;
    }) {
      const image = present(find(run).image, run, 'image');
      const packages = image.layers
        .filter((layer) => layer.line === Number(packagesLine))
        .reduce((sum, layer) => sum + layer.bytes, 0);
      const start = {
        baseMb: wholeMb(image.baseBytes),
        packagesMb: wholeMb(packages),
        modelMb: Number(modelMb),
        models: Number(models),
        onNode: Number(onNode),
        mbPerSecond: Number(mbPerSecond),
      };
      return <SharedBase start={start} caption={caption} />;
    },
    LayerStack({ caption, ...pair }: Pair) {
      return switched(pair, (document) => (
        <LayerStack image={present(document.image, pair.run, 'image')} caption={caption} />
      ));
    },
    LayerTransfer({ run, edit, caption }: { run: string; edit: string; caption?: string }) {
      const document = find(run);
      return (
        <RunSwitch
          labels={['Registry has nothing', 'Registry has the base image', 'Registry has the previous image']}
        >
          {remoteStates.map((remote) => (
            <LayerTransfer
              key={remote}
              image={present(document.image, run, 'image')}
              edit={scenarioOf(document, edit)}
              remote={remote}
              caption={caption}
            />
          ))}
        </RunSwitch>
      );
    },
  };
}

/** The replay of the scenario with that id; without an id, the first in which a step had to run. */
function scenarioOf(document: ResultDocument, edit: string | undefined): ReplayResult {
  const found =
    document.replay.find((replay) =>
      edit ? replay.scenario === edit : replay.firstMissLine !== undefined,
    ) ?? (edit ? undefined : document.replay[0]);
  const available = document.replay.map((replay) => replay.scenario).join(', ');
  if (!found)
    throw new Error(`the run of ${document.exercise} has no edit ${edit ?? ''}. It has ${available}`);
  return found;
}

function present<Part>(part: Part | undefined, id: string, name: string): Part {
  if (part === undefined) throw new Error(`the recorded run ${id} has no ${name}`);
  return part;
}

/** For an input field, in MB. */
function wholeMb(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}

function variantName(id: string): string {
  const name = id.split('/')[1] ?? id;
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}
