import { useId } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { states, type State } from './container-life.ts';
import { box, centers, diagram, transitions, type Transition } from './transitions.ts';

const stateLabel: Record<State, string> = {
  none: 'no container',
  created: 'created',
  running: 'running',
  paused: 'paused',
  exited: 'exited',
};
/** Height of a line of an arrow's label, in SVG units. */
const lineHeight = 16;

/** The states of a container and what leads from one to the next; the current state is highlighted. */
export function StateDiagram({ current }: { current: State }) {
  return (
    <ScrollRegion aria-label="States and transitions" className="state-diagram">
      <svg aria-hidden viewBox={`0 0 ${diagram.width} ${diagram.height}`}>
        {transitions.map((transition) => (
          <Arrow
            key={`${transition.from} ${transition.to}`}
            transition={transition}
            isPossible={transition.from === current}
          />
        ))}
        {states.map((state) => (
          <StateBox key={state} state={state} isCurrent={state === current} />
        ))}
      </svg>
      <ol aria-label="States" className="sr-only">
        {states.map((state) => (
          <li key={state} aria-current={state === current ? 'step' : undefined}>
            {stateLabel[state]}
          </li>
        ))}
      </ol>
    </ScrollRegion>
  );
}

function StateBox({ state, isCurrent }: { state: State; isCurrent: boolean }) {
  const { x, y } = centers[state];
  return (
    <g
      className="state-box"
      data-current={isCurrent || undefined}
      data-absent={state === 'none' || undefined}
    >
      <rect
        x={x - box.width / 2}
        y={y - box.height / 2}
        width={box.width}
        height={box.height}
        rx={box.height / 2}
      />
      <text x={x} y={y + 5}>
        {stateLabel[state]}
      </text>
    </g>
  );
}

function Arrow({ transition, isPossible }: { transition: Transition; isPossible: boolean }) {
  const { actions, path, label } = transition;
  const head = useId();
  return (
    <g className="state-arrow" data-possible={isPossible || undefined}>
      <marker
        id={head}
        viewBox="0 0 8 8"
        refX="6"
        refY="4"
        markerWidth="9"
        markerHeight="9"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path
          d="M0 0.5 8 4 0 7.5Z"
          style={{ fill: isPossible ? 'var(--accent)' : 'var(--edge)', stroke: 'none' }}
        />
      </marker>
      <path d={path} markerEnd={`url(#${head})`} />
      <text textAnchor={label.anchor}>
        {actions.map((action, index) => (
          <tspan
            key={action}
            x={label.x}
            y={label.y + index * lineHeight}
            data-event={action === 'end' || undefined}
          >
            {action === 'end' ? 'process ends' : action}
          </tspan>
        ))}
      </text>
    </g>
  );
}
