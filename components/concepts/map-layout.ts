export interface MapColumn {
  /** 1-based, of the module in the course. */
  number: number;
  slug: string;
  title: string;
  lessons: { slug: string; title: string; tags: string[]; needs: string[] }[];
}

interface TilePosition {
  column: number;
  row: number;
}

/** CSS pixels. */
export const box = { width: 216, height: 92 };
const gap = { column: 84, row: 36 };
const head = 88;
/**
 * Lines that share a gutter or a gap between rows keep this far from each other, in as many lanes as there is
 * room for.
 */
const lane = { first: 16, step: 8, gutter: 6, row: 3 };
const radius = 7;
/**
 * Lines leave a box below its middle, and those that come back to its right side end above it: the two are
 * not one.
 */
const aside = 14;

/**
 * Places lessons in one column per module and draws a line from each lesson to those that build on it. Lines
 * run in the gutters between columns and in the gaps between rows, and never through a box.
 *
 * @param columns modules in the course's order; every lesson that another needs comes before it
 * @returns places and SVG paths in CSS pixels
 */
export function mapLayout(columns: readonly MapColumn[]) {
  const places = new Map(
    columns.flatMap((module, column) =>
      module.lessons.map(({ slug }, row) => [slug, { column, row }] as const),
    ),
  );
  const rows = Math.max(0, ...columns.map((module) => module.lessons.length));
  const gutters = lanes(lane.gutter);
  const gaps = lanes(lane.row);
  const edges = columns.flatMap((module) =>
    module.lessons.flatMap(({ slug, needs }) =>
      needs.map((from) => ({ from, to: slug, path: route(places.get(from)!, places.get(slug)!, from) })),
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

  /** The way from one box to another; lines from the same lesson share their lanes. */
  function route(from: TilePosition, to: TilePosition, name: string): string {
    const start = { x: left(from.column) + box.width, y: middle(from.row) + aside };
    const end = { x: left(to.column), y: middle(to.row) };
    if (from.column === to.column) {
      const under = end.x + box.width / 2;
      if (to.row === from.row + 1)
        return line([
          { x: under, y: top(from.row) + box.height },
          { x: under, y: top(to.row) },
        ]);
      const x = gutter(from.column, name);
      const y = end.y - aside;
      return line([start, { x, y: start.y }, { x, y }, { x: end.x + box.width, y }]);
    }
    const out = gutter(from.column, name);
    if (to.column === from.column + 1)
      return line([start, { x: out, y: start.y }, { x: out, y: end.y }, end]);
    const between = top(to.row) - gap.row + 9 + lane.step * gaps(`${to.row}`, name);
    const into = gutter(to.column - 1, name);
    return line([
      start,
      { x: out, y: start.y },
      { x: out, y: between },
      { x: into, y: between },
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
 * Hands out lanes of a way by name: the same name gets the same lane, another the next, and after the last
 * the first again.
 */
function lanes(count: number): (way: string, name: string) => number {
  const taken = new Map<string, string[]>();
  return (way, name) => {
    const names = taken.get(way) ?? [];
    taken.set(way, names);
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) % count;
  };
}

interface Point {
  x: number;
  y: number;
}

/** An SVG path through points, level or upright from each to the next, with round corners. */
function line(points: readonly Point[]): string {
  const corners = points.slice(1, -1).map((point, index) => {
    const before = toward(point, points[index]!);
    const after = toward(point, points[index + 2]!);
    return `L${before.x} ${before.y}Q${point.x} ${point.y} ${after.x} ${after.y}`;
  });
  const [first, last] = [points[0]!, points.at(-1)!];
  return `M${first.x} ${first.y}${corners.join('')}L${last.x} ${last.y}`;
}

/** The point on the way to a neighbour where the corner begins; half way where the neighbour is near. */
function toward(point: Point, neighbour: Point): Point {
  const along = (from: number, to: number) =>
    from + Math.sign(to - from) * Math.min(radius, Math.abs(to - from) / 2);
  return { x: along(point.x, neighbour.x), y: along(point.y, neighbour.y) };
}
