export interface MapColumn {
  /** 1-based position of the module in the course. */
  number: number;
  slug: string;
  title: string;
  lessons: { slug: string; title: string; tags: string[]; needs: string[] }[];
}

interface TilePosition {
  column: number;
  row: number;
}

export type MapLayout = ReturnType<typeof mapLayout>;

/** CSS pixels. */
export const box = { width: 216, height: 92 };
const gap = { column: 84, row: 36 };
const head = 88;
/**
 * CSS pixels (`first`, `step`) and number of lanes (`gutter`, `row`) for lines that share a gutter between
 * columns or a gap between rows.
 */
const lane = { first: 16, step: 8, gutter: 6, row: 3 };
const radius = 7;
/**
 * CSS pixels. Lines leave a box this far below its middle. Lines that return to its right side end as far
 * above it, so that the two do not overlap.
 */
const offset = 14;

/**
 * Places lessons in one column per module and draws a line from each lesson to those that build on it. Lines
 * run in the gutters between columns and in the gaps between rows, and never through a box.
 *
 * @param columns modules in course order; a lesson comes after every lesson it needs
 * @returns positions and SVG paths in CSS pixels
 */
export function mapLayout(columns: readonly MapColumn[]) {
  const positions = new Map(
    columns.flatMap((module, column) =>
      module.lessons.map(({ slug }, row) => [slug, { column, row }] as const),
    ),
  );
  const rows = Math.max(0, ...columns.map((module) => module.lessons.length));
  const gutters = lanes(lane.gutter);
  const gaps = lanes(lane.row);
  const edges = columns.flatMap((module) =>
    module.lessons.flatMap(({ slug, needs }) =>
      needs.map((from) => ({
        from,
        to: slug,
        path: route(positions.get(from)!, positions.get(slug)!, from),
      })),
    ),
  );
  return {
    // Lines within the last column run to the right of it.
    width: left(columns.length),
    height: top(rows) - gap.row,
    heads: columns.map(({ slug, number, title }, column) => ({ slug, number, title, x: left(column) })),
    nodes: columns.flatMap((module, column) =>
      module.lessons.map((lesson, row) => ({ ...lesson, x: left(column), y: top(row) })),
    ),
    edges,
  };

  /** The path from one box to another. Lines from the same lesson share a lane. */
  function route(from: TilePosition, to: TilePosition, name: string): string {
    const start = { x: left(from.column) + box.width, y: middle(from.row) + offset };
    const end = { x: left(to.column), y: middle(to.row) };
    if (from.column === to.column) {
      const centerX = end.x + box.width / 2;
      if (to.row === from.row + 1)
        return line([
          { x: centerX, y: top(from.row) + box.height },
          { x: centerX, y: top(to.row) },
        ]);
      const x = gutter(from.column, name);
      const y = end.y - offset;
      return line([start, { x, y: start.y }, { x, y }, { x: end.x + box.width, y }]);
    }
    const out = gutter(from.column, name);
    if (to.column === from.column + 1)
      return line([start, { x: out, y: start.y }, { x: out, y: end.y }, end]);
    const gapY = top(to.row) - gap.row + 9 + lane.step * gaps(`${to.row}`, name);
    const into = gutter(to.column - 1, name);
    return line([
      start,
      { x: out, y: start.y },
      { x: out, y: gapY },
      { x: into, y: gapY },
      { x: into, y: end.y },
      end,
    ]);
  }

  function gutter(column: number, name: string): number {
    return left(column) + box.width + lane.first + lane.step * gutters(`${column}`, name);
  }
}

const left = (column: number) => column * (box.width + gap.column);
const top = (row: number) => head + row * (box.height + gap.row);
const middle = (row: number) => top(row) + box.height / 2;

/**
 * Assigns the lanes of a channel by name: the same name gets the same lane, a new name the next one, and
 * after the last lane the first again.
 */
function lanes(count: number): (channel: string, name: string) => number {
  const taken = new Map<string, string[]>();
  return (channel, name) => {
    const names = taken.get(channel) ?? [];
    taken.set(channel, names);
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) % count;
  };
}

interface Point {
  x: number;
  y: number;
}

/** An SVG path of horizontal and vertical segments through points, with rounded corners. */
function line(points: readonly Point[]): string {
  const corners = points.slice(1, -1).map((point, index) => {
    const before = toward(point, points[index]!);
    const after = toward(point, points[index + 2]!);
    return `L${before.x} ${before.y}Q${point.x} ${point.y} ${after.x} ${after.y}`;
  });
  const [first, last] = [points[0]!, points.at(-1)!];
  return `M${first.x} ${first.y}${corners.join('')}L${last.x} ${last.y}`;
}

/**
 * Where a corner begins on the way to a neighbouring point: `radius` away, or half way if the neighbour is
 * close.
 */
function toward(point: Point, neighbour: Point): Point {
  const along = (from: number, to: number) =>
    from + Math.sign(to - from) * Math.min(radius, Math.abs(to - from) / 2);
  return { x: along(point.x, neighbour.x), y: along(point.y, neighbour.y) };
}
