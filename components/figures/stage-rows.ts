import type { Dockerfile, Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';

/** What a stage takes from another stage. */
export interface StageEdge {
  /** Index of the stage that is the source, and of the one that takes from it. */
  from: number;
  to: number;
  /** `base`: named in FROM. `copy`: named in COPY --from or in a mount of RUN. */
  kind: 'base' | 'copy';
  /** 1-based line of the instruction. */
  line: number;
  /** Source paths, as written; empty for a base and for a mount. */
  paths: string[];
}

/** One row of a stage graph. */
export interface StageRow {
  key: string;
  line: number;
  /** Its name, or its number if it has none, as accepted by `--target`. */
  text: string;
  /** The base image, or the stage that it starts from. */
  base: string;
  /** Number of instructions, without FROM. */
  steps: number;
  /** Whether building the target needs it. */
  built: boolean;
  isTarget: boolean;
}

interface StageGraph {
  rows: StageRow[];
  edges: StageEdge[];
}

/**
 * The stages of a Dockerfile in file order, and what each takes from the others.
 *
 * @param target index of the stage to build; stages that it does not need, directly or indirectly, are not
 *   built
 */
export function stageGraph(text: string, target: number): StageGraph {
  const dockerfile = parseDockerfile(text);
  const edges = dockerfile.stages.flatMap((stage) => edgesInto(stage, dockerfile));
  const needed = neededFor(target, edges);
  const rows = dockerfile.stages.map((stage) => ({
    key: String(stage.index),
    line: stage.from.startLine,
    text: stageName(stage),
    base: stage.base.written,
    steps: stage.instructions.length,
    built: needed.has(stage.index),
    isTarget: stage.index === target,
  }));
  return { rows, edges };
}

/** Names of the stages of a Dockerfile, in file order. */
export function stageNames(text: string): string[] {
  return parseDockerfile(text).stages.map(stageName);
}

function stageName(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

function edgesInto(stage: Stage, dockerfile: Dockerfile): StageEdge[] {
  const edges: StageEdge[] = [];
  if (stage.parent !== undefined)
    edges.push({ from: stage.parent, to: stage.index, kind: 'base', line: stage.from.startLine, paths: [] });
  for (const instruction of stage.instructions) {
    for (const name of namedSources(instruction)) {
      const from = stageCalled(name, dockerfile);
      if (from === undefined || from === stage.index) continue;
      const paths =
        instruction.keyword === 'COPY' ? (instruction.json ?? instruction.words).slice(0, -1) : [];
      edges.push({ from, to: stage.index, kind: 'copy', line: instruction.startLine, paths });
    }
  }
  return edges;
}

/** What `COPY --from` and the mounts of RUN refer to: a stage, or an external image. */
function namedSources({ keyword, flags }: Instruction): string[] {
  if (keyword === 'COPY')
    return flags.flatMap(({ name, value }) => (name === 'from' && value ? [value] : []));
  if (keyword !== 'RUN') return [];
  return flags.flatMap(({ name, value }) =>
    name === 'mount' ? (/(?:^|,)from=([^,]+)/.exec(value ?? '')?.[1] ?? []) : [],
  );
}

/** Finds a stage by number, or by name in any case, as BuildKit does; undefined for an external image. */
function stageCalled(name: string, { stages }: Dockerfile): number | undefined {
  if (/^\d+$/.test(name)) return stages[Number(name)]?.index;
  return stages.findLast((stage) => stage.name === name.toLowerCase())?.index;
}

function neededFor(target: number, edges: StageEdge[]): Set<number> {
  const needed = new Set([target]);
  // A set is iterated in insertion order, including elements added during the iteration.
  for (const index of needed) {
    for (const edge of edges) if (edge.to === index) needed.add(edge.from);
  }
  return needed;
}
