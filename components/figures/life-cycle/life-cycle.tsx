import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { actions, outcomes, states, type State } from './container-life.ts';
import { LifeCycleBoard } from './life-cycle-board.tsx';

const heads: Record<State, string> = {
  none: 'No container',
  created: 'Created',
  running: 'Running',
  paused: 'Paused',
  exited: 'Exited',
};

/**
 * The states of a container and the commands that lead from one to another. The table shows the complete
 * state machine.
 */
export function LifeCycle() {
  return (
    <FigureFrame
      title="The life cycle of a container"
      caption="One container from one image, always with the same name and the same named volume. The highlighted arrows leave its current state; rm -f removes it in any state. Try the commands in any order, including the wrong ones."
      table={
        <HeadedTable heads={['Command', ...states.map((state) => heads[state])]}>
          {actions.map((action) => (
            <tr key={action}>
              <th scope="row">{action === 'end' ? 'The process ends' : <code>docker {action}</code>}</th>
              {states.map((state) => (
                <td key={state}>{shortOutcome(state, action)}</td>
              ))}
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <LifeCycleBoard />
    </FigureFrame>
  );
}

function shortOutcome(state: State, action: (typeof actions)[number]): string {
  const [to] = outcomes[state][action];
  if (to === 'unchanged') return 'no change';
  return to === 'refused' ? to : heads[to].toLowerCase();
}
