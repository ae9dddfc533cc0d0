export interface Curve {
  name: string;
  /**
   * Seconds by number of learners, in the same order as the numbers. A curve ends before the first infinite
   * value.
   */
  seconds: readonly number[];
}

const [width, height, left, bottom, top, right] = [720, 380, 56, 44, 24, 170] as const;
const strokes = ['#1f5fbf', '#b4540a', '#2f7d4f', '#7a3fa0'];

/** Draws curves over the number of learners as an SVG with logarithmic axes. */
export function growthPicture(learners: readonly number[], curves: readonly Curve[]): string {
  const all = curves.flatMap(({ seconds }) => seconds.filter(Number.isFinite));
  const [min, max] = [
    10 ** Math.floor(Math.log10(Math.min(...all))),
    10 ** Math.ceil(Math.log10(Math.max(...all))),
  ];
  const at = (share: number, from: number, to: number) => from + share * (to - from);
  const x = (count: number) =>
    at(Math.log(count / learners[0]!) / Math.log(learners.at(-1)! / learners[0]!) || 0, left, width - right);
  const y = (seconds: number) => at(Math.log(seconds / min) / Math.log(max / min), height - bottom, top);
  const decades = Array.from({ length: Math.round(Math.log10(max / min)) + 1 }, (_, n) => min * 10 ** n);
  const grid = decades.map(
    (value) =>
      `<path d="M${left} ${y(value).toFixed(1)}H${width - right}" stroke="#ccc"/><text x="${left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value} s</text>`,
  );
  const ticks = learners.map(
    (count) =>
      `<text x="${x(count).toFixed(1)}" y="${height - bottom + 20}" text-anchor="middle">${count}</text>`,
  );
  const lines = curves.map(({ name, seconds }, n) => {
    const end = seconds.findIndex((value) => value === Infinity);
    const points = seconds
      .slice(0, end === -1 ? undefined : end)
      .map((value, index) => [x(learners[index]!).toFixed(1), y(value).toFixed(1)] as const);
    const dots = points
      .map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${strokes[n]}"/>`)
      .join('');
    if (points.length === 0) return '';
    return `<path d="M${points.map((point) => point.join(' ')).join('L')}" fill="none" stroke="${strokes[n]}" stroke-width="2"/>${dots}<text x="${width - right + 10}" y="${(Number(points.at(-1)![1]) + 4).toFixed(1)}" fill="${strokes[n]}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Times by number of learners" font-family="sans-serif" font-size="12"><rect width="${width}" height="${height}" fill="#fff"/>${grid.join('')}${ticks.join('')}<text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">learners at once</text>${lines.join('')}</svg>\n`;
}
