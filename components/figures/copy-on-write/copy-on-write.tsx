import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { CopyOnWriteStack } from './copy-on-write-stack.tsx';
import { actions, explanation, layerContents, visiblePaths, type Action } from './layer-contents.ts';

const actionText: Record<Action, string> = {
  nothing: 'Nothing yet',
  read: 'Reads a file of the image',
  change: 'Changes a file of the image',
  delete: 'Deletes a file of the image',
  create: 'Creates a file',
};

/** Where the reads and writes of a container end up: a stack of read-only layers below its own layer. */
export function CopyOnWrite() {
  return (
    <FigureFrame
      title="Which layer holds what"
      caption="A few files of the image above. The image’s layers look the same after every choice: only the container’s own layer, at the top, is ever written to."
      table={
        <HeadedTable heads={['The process', 'In the container’s own layer', 'What it sees', 'What happened']}>
          {actions.map((action) => {
            const layers = layerContents(action);
            const own = layers[0]?.entries ?? [];
            return (
              <tr key={action}>
                <th scope="row">{actionText[action]}</th>
                <td>
                  {own.length === 0 ? 'nothing' : own.map(({ path, kind }) => `${path} (${kind})`).join(', ')}
                </td>
                <td>{visiblePaths(layers).join(', ')}</td>
                <td>{explanation[action]}</td>
              </tr>
            );
          })}
        </HeadedTable>
      }
    >
      <CopyOnWriteStack />
    </FigureFrame>
  );
}
