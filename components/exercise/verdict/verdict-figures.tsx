import type { ResultDocument } from '@dfm/contracts';
import { CacheReplay } from '@/components/figures/cache-replay.tsx';
import { ImageContents } from '@/components/figures/image-contents.tsx';
import { LayerStack } from '@/components/figures/layer-stack.tsx';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { recordedSteps } from '@/components/figures/waterfall-rows.ts';
import { Waterfall } from '@/components/figures/waterfall.tsx';

/**
 * The measurements as figures: the layers of the image, what its bytes are, each replayed edit, and the build
 * over time.
 */
export function VerdictFigures({ result, link }: { result: ResultDocument; link: LineLink }) {
  return (
    <>
      {result.image !== undefined && <LayerStack image={result.image} {...link} />}
      {result.image !== undefined && <ImageContents image={result.image} {...link} />}
      {result.replay.map((replay) => (
        <CacheReplay key={replay.scenario} before={result.cold} after={replay} {...link} />
      ))}
      {result.cold !== undefined && (
        <Waterfall steps={recordedSteps(result.cold)} totalMs={result.cold.totalMs} {...link} />
      )}
    </>
  );
}
