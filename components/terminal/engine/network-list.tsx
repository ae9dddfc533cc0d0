import { ArrowRight } from 'lucide-react';
import { keys } from './changes.ts';
import { networkCommands } from './commands.ts';
import { ContainerElement } from './container-list.tsx';
import { publishedPorts } from './container-text.ts';
import { EngineElement } from './engine-element.tsx';
import { FirstFew } from './first-few.tsx';
import type { Member, NetworkBox, NetworkKind } from './network-boxes.ts';

/** Each network as a box with its containers, the names in it, and what is published to the outside. */
export function NetworkList({ boxes }: { boxes: readonly NetworkBox[] }) {
  return (
    <>
      <ul className="engine-networks">
        {boxes.map((box) => (
          <li key={box.name} className="engine-network">
            <EngineElement
              id={keys.network(box.name)}
              name={box.name}
              commands={networkCommands(box.name)}
              badges={box.isInternal && <span className="engine-note">internal</span>}
            >
              <span>{boxText(box)}</span>
            </EngineElement>
            {box.members.length > 0 && (
              <ul className="engine-list engine-members">
                {box.members.map((member) => (
                  <li key={member.container.id}>
                    <MemberElement member={member} box={box} boxes={boxes} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {!boxes.some(({ kind }) => kind === 'named') && (
        <p className="engine-empty">
          <code>docker network create shop</code> makes a network in which containers find each other by name.
        </p>
      )}
    </>
  );
}

interface MemberProps {
  member: Member;
  box: NetworkBox;
  boxes: readonly NetworkBox[];
}

function MemberElement({ member, box, boxes }: MemberProps) {
  const { container, isRunning, alsoIn } = member;
  return (
    <>
      {!box.isInternal && <FromOutside member={member} />}
      <ContainerElement container={container} boxes={boxes}>
        {isRunning ? <Found member={member} kind={box.kind} /> : <span>not running</span>}
        {alsoIn.length > 0 && (
          <span>
            also in{' '}
            <FirstFew max={3}>
              {alsoIn.map((name) => (
                <b key={name}>{name}</b>
              ))}
            </FirstFew>
          </span>
        )}
      </ContainerElement>
    </>
  );
}

function Found({ member: { names, address }, kind }: { member: Member; kind: NetworkKind }) {
  if (names.length > 0)
    return (
      <span>
        found as{' '}
        <FirstFew max={4}>
          {names.map((name) => (
            <code key={name}>{name}</code>
          ))}
        </FirstFew>
      </span>
    );
  if (kind !== 'named' && kind !== 'default') return null;
  return <span>{address === '' ? 'no name' : <>only by its address {address}</>}</span>;
}

/** Arrows through the border of the box. */
function FromOutside({ member: { container } }: { member: Member }) {
  const ports = publishedPorts(container);
  if (ports.length === 0) return null;
  return (
    <div className="engine-entries">
      <FirstFew max={4} between="">
        {ports.map(({ outside, inside, protocol }) => (
          <span key={`${outside} ${inside} ${protocol}`} className="engine-entry">
            outside {outside}
            <ArrowRight aria-hidden size={14} />
            <span className="sr-only">leads to</span>
            {inside}/{protocol}
          </span>
        ))}
      </FirstFew>
    </div>
  );
}

function boxText({ kind, isInternal, members }: NetworkBox): string {
  const running = members.filter(({ isRunning }) => isRunning).length;
  switch (kind) {
    case 'default':
      return members.length === 0
        ? 'The default network, empty: a container joins it unless --network names a different one.'
        : 'No names in the default network: containers find each other only by address.';
    case 'host':
      return 'The network of the machine itself: no address and no published ports of their own.';
    case 'none':
      return 'No network: these containers reach nothing, and nothing reaches them.';
    default:
      return [
        members.length === 0
          ? 'Empty. docker run --network puts a container into it.'
          : running > 1
            ? 'These find each other by name.'
            : 'A running container is found by name here.',
        isInternal && 'No way from here to the outside.',
      ]
        .filter(Boolean)
        .join(' ');
  }
}
