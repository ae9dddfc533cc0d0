import type { ImageResult, ResultDocument } from '@dfm/contracts';
import { measuredText, type Quotation } from '@dfm/contracts/measured-text';
import { LayerStack } from '@/components/figures/layer-stack.tsx';
import { LayerTransfer } from '@/components/figures/layer-transfer/layer-transfer.tsx';
import { remoteStates, sentBytes, transferRows } from '@/components/figures/layer-transfer/transfer-rows.ts';
import { ModelStrategies } from '@/components/figures/model-strategies/model-strategies.tsx';
import type { ImageSizes, StrategySizes } from '@/components/figures/model-strategies/strategy-bytes.ts';
import { SharedBase } from '@/components/figures/shared-base.tsx';
import { recordedSteps } from '@/components/figures/waterfall-rows.ts';
import { Waterfall } from '@/components/figures/waterfall.tsx';
import { findRun, present, replayOf, type Runs } from './recorded-runs.ts';
import { RunSwitch } from './run-switch.tsx';

/** A lesson's components that show one recorded run. */
export function runFigures(runs: Runs) {
  return {
    Measured({ run, ...quotation }: Quotation & { run: string }) {
      return measuredText(findRun(runs, run), quotation);
    },
    RecordedRun({ id, view, caption }: { id: string; view: string; caption?: string }) {
      const document = findRun(runs, id);
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
    /** Starts with the sizes of a recorded run's base and packages, and with the example of the lesson. */
    SharedBase({ run, caption, packagesLine, ...example }: SharedBaseProps) {
      const image = present(findRun(runs, run).image, run, 'image');
      const start = {
        baseMb: wholeMb(image.baseBytes),
        packagesMb: wholeMb(bytesOfLine(image, Number(packagesLine))),
        modelMb: Number(example.modelMb),
        models: Number(example.models),
        onNode: Number(example.onNode),
        mbPerSecond: Number(example.mbPerSecond),
      };
      return <SharedBase start={start} caption={caption} />;
    },
    ModelStrategies({ caption, ...attributes }: ModelStrategiesProps) {
      return <ModelStrategies sizes={strategySizes(runs, attributes)} caption={caption} />;
    },
    LayerTransfer({ run, edit, caption }: { run: string; edit: string; caption?: string }) {
      const document = findRun(runs, run);
      return (
        <RunSwitch
          labels={['Registry has nothing', 'Registry has the base image', 'Registry has the previous image']}
        >
          {remoteStates.map((remote) => (
            <LayerTransfer
              key={remote}
              image={present(document.image, run, 'image')}
              edit={replayOf(document, edit)}
              remote={remote}
              caption={caption}
            />
          ))}
        </RunSwitch>
      );
    },
  };
}

/** The attributes of `SharedBase` in a lesson. The reader can replace all values but `run`. */
interface SharedBaseProps {
  run: string;
  /** Line of the Dockerfile that installs the packages. */
  packagesLine: string;
  modelMb: string;
  models: string;
  onNode: string;
  mbPerSecond: string;
  caption?: string;
}

/** The attributes of `ModelStrategies` in a lesson. */
interface ModelStrategiesProps {
  /** Has the model in the layer of `modelLine`. */
  run: string;
  /** Has no model. */
  against: string;
  /** Has no model, and the client of a registry. */
  registry: string;
  /** Line of the Dockerfile that copies the model. */
  modelLine: string;
  /** IDs of the edits that change the model and the code. */
  retrain: string;
  edit: string;
  caption?: string;
}

function strategySizes(
  runs: Runs,
  { run, against, registry, modelLine, retrain, edit }: Omit<ModelStrategiesProps, 'caption'>,
): StrategySizes {
  const sizesOf = (id: string) => imageSizes(findRun(runs, id), id, retrain, edit);
  return {
    layered: sizesOf(run),
    outside: sizesOf(against),
    registered: sizesOf(registry),
    model: bytesOfLine(present(findRun(runs, run).image, run, 'image'), Number(modelLine)),
  };
}

/** The sizes of an image, and of its new layers after the edits with these IDs. */
function imageSizes(document: ResultDocument, id: string, retrain: string, edit: string): ImageSizes {
  const image = present(document.image, id, 'image');
  const newAfter = (scenario: string) =>
    sentBytes(transferRows(image, replayOf(document, scenario), 'before-edit'));
  return { total: image.totalBytes, retrained: newAfter(retrain), edited: newAfter(edit) };
}

/** What the layers of a line added. */
function bytesOfLine({ layers }: ImageResult, line: number): number {
  return layers.filter((layer) => layer.line === line).reduce((sum, layer) => sum + layer.bytes, 0);
}

/** For an input field, in MB. */
function wholeMb(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
