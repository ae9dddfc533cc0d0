import type { ReactNode } from 'react';
import { ChoicePanels } from './choice-panels.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { kindColor } from './instruction-kind.ts';
import { stackLayers, stackTitle, type StackLayer } from './vm-stack-layers.ts';

const factTitles = [
  ['What it is', 'what'],
  ['Who ships it', 'ships'],
  ['Who patches it', 'patches'],
  ['When the service starts', 'starts'],
] as const;

/**
 * Two services on one machine: each in a virtual machine, and each in a container. Selecting a layer shows
 * what it is, who ships it, who patches it and when it starts.
 */
export function VmStack({ caption }: { caption?: ReactNode }) {
  return (
    <FigureFrame
      title="Two services, A and B, on one machine"
      kinds={['copy', 'run', 'from']}
      caption={caption}
      table={<LayerTable />}
    >
      <ChoicePanels
        legend="Layer to explain"
        className="vm-stacks"
        followsPointer
        choices={stackLayers.map((layer) => ({
          key: layer.key,
          style: { gridColumn: column(layer), gridRow: layer.row + 1 },
          label: <LayerBoxes layer={layer} />,
          panel: <LayerFacts layer={layer} />,
        }))}
      >
        {(['vm', 'container'] as const).map((stack, index) => (
          <span key={stack} className="stack-title" style={{ gridColumn: index + 1, gridRow: 1 }} aria-hidden>
            {stackTitle[stack]}
          </span>
        ))}
      </ChoicePanels>
    </FigureFrame>
  );
}

/** One box if the services share the layer, or one per service if each has its own. */
function LayerBoxes({ layer }: { layer: StackLayer }) {
  const services = layer.place === 'each' ? ['A', 'B'] : [''];
  return (
    <>
      <span className="sr-only">
        {stackTitle[layer.stack]}: {layer.name}
      </span>
      <span aria-hidden className="stack-boxes" data-place={layer.place}>
        {services.map((service) => (
          <span
            key={service}
            className="stack-box"
            style={layer.kind && { borderLeftColor: kindColor(layer.kind) }}
          >
            {layer.name}
            {service && <small>{service}</small>}
          </span>
        ))}
      </span>
    </>
  );
}

function LayerFacts({ layer }: { layer: StackLayer }) {
  return (
    <dl className="facts">
      <dt className="facts-title">
        {stackTitle[layer.stack]}: {layer.name}
      </dt>
      <dd className="facts-title">
        {layer.place === 'each'
          ? 'one per service'
          : layer.place === 'shared'
            ? 'one for all'
            : 'next to the services, not below them'}
      </dd>
      {factTitles.map(([title, key]) => (
        <FactLine key={key} title={title} text={layer[key]} />
      ))}
    </dl>
  );
}

function FactLine({ title, text }: { title: string; text: string }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </>
  );
}

function LayerTable() {
  return (
    <HeadedTable heads={['Stack', 'Layer', ...factTitles.map(([title]) => title)]}>
      {stackLayers.map((layer) => (
        <tr key={layer.key}>
          <td>{stackTitle[layer.stack]}</td>
          <td>{layer.name}</td>
          {factTitles.map(([, key]) => (
            <td key={key}>{layer[key]}</td>
          ))}
        </tr>
      ))}
    </HeadedTable>
  );
}

function column(layer: StackLayer): number {
  return layer.stack === 'vm' ? 1 : 2;
}
