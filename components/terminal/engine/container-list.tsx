import { Badge } from '@/components/ui/badge.tsx';
import { keys } from './changes.ts';
import { containerCommands } from './commands.ts';
import { openPorts, portText, restartsText, stateText, stateTone } from './container-text.ts';
import { EngineElement } from './engine-element.tsx';
import type { Container } from './engine-names.ts';
import { FirstFew } from './first-few.tsx';
import { reachedFrom, type NetworkBox } from './network-boxes.ts';
import { PortLinks } from './port-links.tsx';

interface Props {
  containers: readonly Container[];
  boxes: readonly NetworkBox[];
}

/** All containers, also those that have stopped. */
export function ContainerList({ containers, boxes }: Props) {
  if (containers.length === 0) return <NoContainer />;
  return (
    <ul className="engine-list">
      {containers.map((container) => (
        <li key={container.id}>
          <ContainerElement container={container} boxes={boxes}>
            <span className="engine-clipped" title={container.image}>
              from {container.image}
            </span>
            <Health container={container} />
            {container.ports.length > 0 && (
              <span>
                <FirstFew max={6}>
                  {container.ports.map((port) => (
                    <span key={portText(port)}>{portText(port)}</span>
                  ))}
                </FirstFew>
              </span>
            )}
            <PortLinks ports={openPorts(container)} />
          </ContainerElement>
        </li>
      ))}
    </ul>
  );
}

interface ElementProps {
  container: Container;
  boxes: readonly NetworkBox[];
  children?: React.ReactNode;
}

/** A container with its state, in any of the lists. */
export function ContainerElement({ container, boxes, children }: ElementProps) {
  return (
    <EngineElement
      id={keys.container(container.id)}
      name={container.name}
      badges={<Badge tone={stateTone(container)}>{stateText(container)}</Badge>}
      commands={containerCommands(container)}
      more={<Reaches container={container} boxes={boxes} />}
    >
      {children}
    </EngineElement>
  );
}

function Health({ container }: { container: Container }) {
  const { health, state } = container;
  const restarts = restartsText(container);
  return (
    <>
      {health !== null && state === 'running' && (
        <span data-tone={health === 'healthy' ? 'good' : health === 'unhealthy' ? 'bad' : 'neutral'}>
          {health === 'starting' ? 'health check starting' : health}
        </span>
      )}
      {restarts !== undefined && <span data-tone="warn">{restarts}</span>}
    </>
  );
}

function Reaches({ container, boxes }: { container: Container; boxes: readonly NetworkBox[] }) {
  const reached = reachedFrom(boxes, container);
  if (reached.length === 0) return null;
  return (
    <ul className="engine-reached" aria-label={`What ${container.name} reaches`}>
      {reached.map(({ container: other, network, by }) => (
        <li key={`${other.id} ${network}`}>
          reaches <b>{other.name}</b> in <b>{network}</b> as{' '}
          <FirstFew max={4}>
            {by.map((name) => (
              <code key={name}>{name}</code>
            ))}
          </FirstFew>
        </li>
      ))}
    </ul>
  );
}

function NoContainer() {
  return (
    <p className="engine-empty">
      No container yet. <code>docker run</code> makes one from an image and starts it. It appears here, and
      stays after its program has ended, until <code>docker rm</code>.
    </p>
  );
}
