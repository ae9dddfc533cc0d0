import { formatBytes, formatDuration } from './quantity.ts';
import type { ResultDocument } from './result.ts';

/** Which number of a recorded run a lesson quotes. All values are text, like the attributes in a lesson. */
export interface Quotation {
  /**
   * `size` of the image; `layer`: what `line` added to it; `unused`: the part of either that a later layer
   * overwrote or deleted; `time` of a build; `new`: bytes of new layers in a build after an `edit`.
   */
  value: string;
  line?: string;
  /** Id of the scenario; without one, the first build. */
  edit?: string;
}

/** A number of a recorded run, formatted as in the figures; undefined if the run does not have it. */
export function measuredText(run: ResultDocument, { value, line, edit }: Quotation): string | undefined {
  if (value === 'size' && run.image) return formatBytes(run.image.totalBytes);
  if (value === 'unused' && line === undefined && run.image) return formatBytes(run.image.wastedBytes);
  if (value === 'layer' || value === 'unused') {
    const layers =
      run.image?.layers.filter((layer) => line !== undefined && layer.line === Number(line)) ?? [];
    if (layers.length === 0) return undefined;
    return formatBytes(
      layers.reduce((sum, layer) => sum + (value === 'layer' ? layer.bytes : layer.wastedBytes), 0),
    );
  }
  const build = edit === undefined ? run.cold : run.replay.find((replay) => replay.scenario === edit);
  if (value === 'time' && build) return formatDuration(build.totalMs);
  if (value === 'new' && build && edit !== undefined)
    return formatBytes(build.steps.reduce((sum, step) => sum + step.bytes, 0));
  return undefined;
}
