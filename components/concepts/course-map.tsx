import { hrefTo } from '@dfm/contracts/page-addresses';
import { FigureFrame } from '@/components/figures/figure-frame.tsx';
import { HeadedTable } from '@/components/figures/headed-table.tsx';
import { Progress } from '@/components/lesson/progress-mark.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { MapFocus } from './map-focus.tsx';
import { box, mapLayout, type MapColumn, type MapLayout } from './map-layout.ts';

interface Props {
  modules: MapColumn[];
  /** Name of the concept, by tag. */
  conceptNames: Record<string, string>;
}

/**
 * How the lessons build on each other: one column per module, and a line from each lesson to the lessons that
 * need it.
 */
export function CourseMap({ modules, conceptNames }: Props) {
  const { width, height, heads, nodes, edges } = mapLayout(modules);
  const namesOf = (tags: readonly string[]) =>
    [...new Set(tags.map((tag) => conceptNames[tag] ?? tag))].join(', ');
  return (
    <FigureFrame
      title="How the lessons build on each other"
      caption="A line leads from a lesson to the lessons that need it. Point at a lesson or focus it to highlight its lines. The map continues to the right: scroll it, or focus it and press the arrow keys."
      table={<MapTable modules={modules} namesOf={namesOf} />}
    >
      <ScrollRegion aria-label="Map of the lessons" className="course-map">
        <MapFocus width={width} height={height}>
          <MapEdges width={width} height={height} edges={edges} />
          {heads.map(({ slug, number, title, x }) => (
            <p key={slug} className="map-head" style={{ left: x, width: box.width }}>
              <span className="block text-xs text-faint">Module {number}</span>
              <Link href={hrefTo('module', slug)} className="font-semibold hover:text-accent hover:underline">
                {title}
              </Link>
            </p>
          ))}
          <ol>
            {nodes.map(({ slug, title, tags, x, y }) => (
              <li key={slug} style={{ left: x, top: y, width: box.width, height: box.height }}>
                <Link href={hrefTo('lesson', slug)} data-lesson={slug} className="map-node">
                  <span className="flex items-start gap-2 font-semibold">
                    <Progress kind="lesson" slug={slug} />
                    {title}
                  </span>
                  <span className="map-concepts">{namesOf(tags)}</span>
                </Link>
              </li>
            ))}
          </ol>
        </MapFocus>
      </ScrollRegion>
    </FigureFrame>
  );
}

function MapEdges({ width, height, edges }: Pick<MapLayout, 'width' | 'height' | 'edges'>) {
  return (
    <svg aria-hidden width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <defs>
        <marker
          id="map-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0.5 8 4 0 7.5Z" style={{ fill: 'var(--edge)' }} />
        </marker>
      </defs>
      {edges.map(({ from, to, path }) => (
        <path key={`${from} ${to}`} d={path} data-from={from} data-to={to} markerEnd="url(#map-arrow)" />
      ))}
    </svg>
  );
}

function MapTable({
  modules,
  namesOf,
}: {
  modules: MapColumn[];
  namesOf: (tags: readonly string[]) => string;
}) {
  const titles = new Map(modules.flatMap((module) => module.lessons.map(({ slug, title }) => [slug, title])));
  return (
    <HeadedTable heads={['Module', 'Lesson', 'Builds on', 'Concepts']}>
      {modules.flatMap((module) =>
        module.lessons.map(({ slug, title, needs, tags }) => (
          <tr key={slug}>
            <td>{module.title}</td>
            <td>{title}</td>
            <td>{needs.length > 0 ? needs.map((needed) => titles.get(needed)).join(', ') : 'nothing'}</td>
            <td>{namesOf(tags)}</td>
          </tr>
        )),
      )}
    </HeadedTable>
  );
}
