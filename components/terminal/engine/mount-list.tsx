import { keys } from './changes.ts';
import { volumeCommands } from './commands.ts';
import { EngineElement } from './engine-element.tsx';
import { isAnonymous } from './engine-names.ts';
import { FirstFew } from './first-few.tsx';
import type { MountSource, MountUse, MountUses } from './mount-uses.ts';

/** Volumes with what mounts them, and what else containers mount. */
export function MountList({ uses: { volumes, binds, memory } }: { uses: MountUses }) {
  return (
    <>
      {volumes.length === 0 ? <NoVolume /> : <Volumes volumes={volumes} />}
      {binds.length > 0 && <Others title="Bind mounts: paths of this machine" sources={binds} />}
      {memory.length > 0 && <Others title="In memory (tmpfs)" sources={memory} />}
    </>
  );
}

function Volumes({ volumes }: { volumes: readonly MountSource[] }) {
  return (
    <ul className="engine-list">
      {volumes.map(({ source, uses }) => (
        <li key={source}>
          <EngineElement
            id={keys.volume(source)}
            name={source}
            isPlain={isAnonymous(source)}
            badges={isAnonymous(source) && <span className="engine-note">anonymous</span>}
            commands={volumeCommands(source)}
          >
            {uses.length === 0 ? <span>not in use</span> : <Uses uses={uses} />}
          </EngineElement>
        </li>
      ))}
    </ul>
  );
}

function Others({ title, sources }: { title: string; sources: readonly MountSource[] }) {
  return (
    <>
      <h4 className="engine-subheading">{title}</h4>
      <ul className="engine-list">
        {sources.map(({ source, uses }) => (
          <li key={source} className="engine-element">
            {source !== '' && (
              <code className="engine-source" title={source}>
                {source}
              </code>
            )}
            <div className="engine-facts">
              <Uses uses={uses} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Uses({ uses }: { uses: readonly MountUse[] }) {
  return (
    <FirstFew max={6} between="">
      {uses.map(({ container, target, isReadOnly }) => (
        <span key={`${container.id} ${target}`}>
          <b>{container.name}</b> at <code>{target}</code>
          {isReadOnly && ', read-only'}
        </span>
      ))}
    </FirstFew>
  );
}

function NoVolume() {
  return (
    <p className="engine-empty">
      No volume yet. <code>docker run -v data:/data</code> makes one. What a container writes there stays when
      the container is removed.
    </p>
  );
}
