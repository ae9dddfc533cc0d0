import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { MachineBoard } from './machine-board.tsx';

const rows = [
  {
    command: 'docker build -t scorer .',
    image: 'a new one; the tag moves to it',
    containers: 'unchanged, on the image each was created from',
    layer: 'unchanged',
  },
  {
    command: 'docker run scorer',
    image: 'unchanged',
    containers: 'one more, on the image that the tag points to now',
    layer: 'a new, empty one',
  },
  {
    command: 'docker restart first',
    image: 'unchanged',
    containers: 'the same one, with a new process',
    layer: 'kept',
  },
  {
    command: 'docker stop first',
    image: 'unchanged',
    containers: 'the same one, without a process',
    layer: 'kept',
  },
  { command: 'docker rm -f first', image: 'unchanged', containers: 'one fewer', layer: 'deleted with it' },
];

/** One image and the containers created from it: what each command changes, and what it leaves alone. */
export function ImageAndContainers() {
  return (
    <FigureFrame
      title="One image, several containers"
      caption="The program is the one in this lesson: at every start, it adds a line to runs.txt."
      table={
        <HeadedTable heads={['Command', 'Images', 'Containers', 'The container’s own layer']}>
          {rows.map(({ command, image, containers, layer }) => (
            <tr key={command}>
              <th scope="row">
                <code>{command}</code>
              </th>
              <td>{image}</td>
              <td>{containers}</td>
              <td>{layer}</td>
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <MachineBoard />
    </FigureFrame>
  );
}
