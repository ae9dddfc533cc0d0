import { ChoicePanels } from '../choice-panels.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { defaultCapabilities } from './default-capabilities.ts';

/** The capabilities that a container starts with, and what dropping each one stops. */
export function CapabilityMap() {
  return (
    <FigureFrame
      title="What root has in a container"
      caption="The 14 capabilities of Docker’s default. Choose one to see what is no longer possible without it."
      table={
        <HeadedTable heads={['Capability', 'What it allows', 'What dropping it stops', 'Needed by']}>
          {defaultCapabilities.map(({ name, allows, stops, neededBy }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{allows}</td>
              <td>{stops}</td>
              <td>{neededBy}</td>
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <ChoicePanels
        legend="Capabilities of a container"
        className="choice-row"
        choices={defaultCapabilities.map(({ name, allows, stops, neededBy }) => ({
          key: name,
          label: name,
          panel: (
            <dl className="facts">
              <dt>What it allows</dt>
              <dd>{allows}</dd>
              <dt>What dropping it stops</dt>
              <dd>{stops}</dd>
              <dt>Needed by</dt>
              <dd>{neededBy}</dd>
            </dl>
          ),
        }))}
      />
    </FigureFrame>
  );
}
