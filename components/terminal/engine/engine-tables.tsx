import { formatBytes } from '@dfm/contracts/quantity';
import { HeadedTable } from '@/components/figures/headed-table.tsx';
import { openPorts, portText, restartsText, stateText } from './container-text.ts';
import { shortId, type Container, type Image } from './engine-names.ts';
import type { LayerRun } from './layer-runs.ts';
import type { MountUses } from './mount-uses.ts';
import type { NetworkBox } from './network-boxes.ts';
import { PortLinks } from './port-links.tsx';

export interface TablesProps {
  containers: readonly Container[];
  boxes: readonly NetworkBox[];
  uses: MountUses;
  images: readonly Image[];
  runs: ReadonlyMap<Image, readonly LayerRun[]>;
}

/** Everything that an engine has, as tables. */
export function EngineTables({ containers, boxes, uses, images, runs }: TablesProps) {
  return (
    <div className="engine-tables">
      <ContainerTable containers={containers} />
      <NetworkTable boxes={boxes} />
      <MountTable uses={uses} />
      <ImageTable images={images} containers={containers} runs={runs} />
    </div>
  );
}

function ContainerTable({ containers }: { containers: readonly Container[] }) {
  return (
    <HeadedTable caption="Containers" heads={['Name', 'Image', 'State', 'Health', 'Restarts', 'Ports']}>
      {containers.map((container) => (
        <tr key={container.id}>
          <th scope="row">{container.name}</th>
          <td>{container.image}</td>
          <td>{stateText(container)}</td>
          <td>{container.health ?? 'no health check'}</td>
          <td>{restartsText(container) ?? 'none'}</td>
          <td>
            {container.ports.map(portText).join('; ') || 'none'} <PortLinks ports={openPorts(container)} />
          </td>
        </tr>
      ))}
    </HeadedTable>
  );
}

function NetworkTable({ boxes }: { boxes: readonly NetworkBox[] }) {
  return (
    <HeadedTable caption="Networks" heads={['Network', 'Driver', 'Container', 'Names', 'Address', 'State']}>
      {boxes.flatMap(({ name, driver, isInternal, members }) => {
        const kind = isInternal ? `${driver}, internal` : driver;
        if (members.length === 0)
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{kind}</td>
              <td colSpan={4}>no container</td>
            </tr>
          );
        return members.map(({ container, names, address }) => (
          <tr key={`${name} ${container.id}`}>
            <th scope="row">{name}</th>
            <td>{kind}</td>
            <td>{container.name}</td>
            <td>{names.join(', ') || 'none'}</td>
            <td>{address || 'none'}</td>
            <td>{stateText(container)}</td>
          </tr>
        ));
      })}
    </HeadedTable>
  );
}

function MountTable({ uses: { volumes, binds, memory } }: { uses: MountUses }) {
  const rows = [
    ...volumes.map((each) => ({ ...each, kind: 'volume' })),
    ...binds.map((each) => ({ ...each, kind: 'bind mount' })),
    ...memory.map((each) => ({ ...each, kind: 'tmpfs' })),
  ];
  return (
    <HeadedTable caption="Volumes and mounts" heads={['Source', 'Kind', 'Container', 'Path', 'Access']}>
      {rows.flatMap(({ source, kind, uses }) =>
        uses.length === 0
          ? [
              <tr key={`${kind} ${source}`}>
                <th scope="row">{source}</th>
                <td>{kind}</td>
                <td colSpan={3}>not in use</td>
              </tr>,
            ]
          : uses.map(({ container, target, isReadOnly }) => (
              <tr key={`${kind} ${source} ${container.id} ${target}`}>
                <th scope="row">{source || 'memory'}</th>
                <td>{kind}</td>
                <td>{container.name}</td>
                <td>{target}</td>
                <td>{isReadOnly ? 'read-only' : 'read and write'}</td>
              </tr>
            )),
      )}
    </HeadedTable>
  );
}

function ImageTable({ images, containers, runs }: Pick<TablesProps, 'images' | 'containers' | 'runs'>) {
  return (
    <HeadedTable caption="Images" heads={['Names', 'ID', 'Size', 'Layers', 'Shared layers', 'Containers']}>
      {images.map((image) => (
        <tr key={image.id}>
          <th scope="row">{image.tags.join(', ') || 'no name'}</th>
          <td>{shortId(image.id)}</td>
          <td>{formatBytes(image.bytes)}</td>
          <td>{image.layers.length}</td>
          <td>
            {(runs.get(image) ?? [])
              .filter(({ label }) => label !== undefined)
              .map(({ label, layers, images: all }) => `${layers} (${label}, in ${all.length} images)`)
              .join(', ') || 'none'}
          </td>
          <td>
            {containers
              .filter(({ imageId }) => imageId === image.id)
              .map(({ name }) => name)
              .join(', ') || 'none'}
          </td>
        </tr>
      ))}
    </HeadedTable>
  );
}
