import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { CopyOnWriteStack } from './copy-on-write-stack.tsx';
import { account, deeds, layerContents, seenPaths, type Deed } from './layer-contents.ts';

const said: Record<Deed, string> = {
  nothing: 'Nothing yet',
  read: 'Reads a file of the image',
  change: 'Changes a file of the image',
  delete: 'Deletes a file of the image',
  create: 'Creates a file',
};

/** Where a container's reads and writes end up: a stack of read-only layers under one of the container's own. */
export function CopyOnWrite() {
  return (
    <FigureFrame
      title="Which layer holds what"
      caption="A few files of the image above. The image’s layers look the same after every choice: only the container’s own layer, at the top, is ever written to."
      table={
        <HeadedTable heads={['The process', 'In the container’s own layer', 'What it sees', 'What happened']}>
          {deeds.map((deed) => {
            const layers = layerContents(deed);
            const own = layers[0]?.entries ?? [];
            return (
              <tr key={deed}>
                <th scope="row">{said[deed]}</th>
                <td>
                  {own.length === 0 ? 'nothing' : own.map(({ path, kind }) => `${path} (${kind})`).join(', ')}
                </td>
                <td>{seenPaths(layers).join(', ')}</td>
                <td>{account[deed]}</td>
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
