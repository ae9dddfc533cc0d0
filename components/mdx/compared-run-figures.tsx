import type { ImageResult, ResultDocument } from '@dfm/contracts';
import type { ReactNode } from 'react';
import { CacheReplay } from '@/components/figures/cache-replay.tsx';
import { ImageContents } from '@/components/figures/image-contents.tsx';
import { ImageIcicle } from '@/components/figures/image-icicle.tsx';
import { InstructionEffects } from '@/components/figures/instruction-effects.tsx';
import { LayerStack } from '@/components/figures/layer-stack.tsx';
import { findRun, present, replayOf, type Runs } from './recorded-runs.ts';
import { RunSwitch } from './run-switch.tsx';

interface Pair {
  run: string;
  /** A second run to switch to. */
  against?: string;
  label?: string;
  againstLabel?: string;
  caption?: string;
}

/**
 * A lesson's components that show a recorded run, and switch to a second one if the lesson names it.
 * `dockerfiles` has the Dockerfiles of runs that are shown line by line.
 */
export function comparedRunFigures(runs: Runs, dockerfiles: Record<string, string>) {
  const switched = (
    { run, against, label, againstLabel }: Pair,
    draw: (document: ResultDocument, id: string) => ReactNode,
  ) =>
    against ? (
      <RunSwitch labels={[label ?? variantName(run), againstLabel ?? variantName(against)]}>
        {draw(findRun(runs, run), run)}
        {draw(findRun(runs, against), against)}
      </RunSwitch>
    ) : (
      draw(findRun(runs, run), run)
    );

  return {
    CacheReplay({ edit, caption, ...pair }: Pair & { edit?: string }) {
      return switched(pair, (document) => (
        <CacheReplay before={document.cold} after={replayOf(document, edit)} caption={caption} />
      ));
    },
    ImageContents(pair: Pair) {
      return switched(pair, (document, id) => <ImageContents image={imageWithContents(document, id)} />);
    },
    ImageIcicle({ caption, ...pair }: Pair) {
      return switched(pair, (document, id) => (
        <ImageIcicle image={imageWithContents(document, id)} caption={caption} />
      ));
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
    LayerStack({ caption, ...pair }: Pair) {
      return switched(pair, (document, id) => (
        <LayerStack image={present(document.image, id, 'image')} caption={caption} />
      ));
    },
  };
}

function imageWithContents(document: ResultDocument, id: string): ImageResult {
  const image = present(document.image, id, 'image');
  present(image.contents, id, 'contents. Record it again');
  return image;
}

function variantName(id: string): string {
  const name = id.split('/')[1] ?? id;
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}
