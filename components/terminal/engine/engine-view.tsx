'use client';

import { type EngineState, engineStateMax } from '@dfm/contracts/engine-state';
import { visibleTexts } from '@dfm/contracts/visible-text';
import { useId, useMemo, type ReactNode } from 'react';
import { AsTable } from '@/components/figures/as-table.tsx';
import { ContainerList } from './container-list.tsx';
import { EngineContext } from './engine-context.ts';
import { EngineTables } from './engine-tables.tsx';
import { ImageList } from './image-list.tsx';
import { layerRuns } from './layer-runs.ts';
import { MountList } from './mount-list.tsx';
import { mountUses } from './mount-uses.ts';
import { networkBoxes } from './network-boxes.ts';
import { NetworkList } from './network-list.tsx';
import { useNews } from './use-news.ts';

interface Props {
  /** Undefined while it is not known. */
  state: EngineState | undefined;
  /** Puts a command at the learner's prompt, without running it. */
  onType(command: string): void;
  /** Whether published ports can be opened in the browser. */
  hasPreviews: boolean;
}

/** What the learner's engine has, with its changes marked and said. */
export function EngineView({ state, onType, hasPreviews }: Props) {
  // The names come from an engine that a learner controls.
  const shown = useMemo(() => state && visibleTexts(state), [state]);
  const { sentence, said, changedIn } = useNews(shown);
  const connection = useMemo(() => ({ changedIn, onType, hasPreviews }), [changedIn, onType, hasPreviews]);
  return (
    <section className="engine" aria-label="Your engine">
      <div className="engine-top">
        <h2>Your engine</h2>
        <output>
          <span key={said}>{sentence}</span>
        </output>
      </div>
      {shown === undefined ? (
        <p className="engine-empty">
          Containers, networks, volumes and images appear here as soon as the engine runs.
        </p>
      ) : (
        <EngineContext value={connection}>
          <EngineLists state={shown} />
        </EngineContext>
      )}
    </section>
  );
}

function EngineLists({ state }: { state: EngineState }) {
  const { containers, images } = state;
  const boxes = useMemo(() => networkBoxes(state), [state]);
  const uses = useMemo(() => mountUses(state), [state]);
  const runs = useMemo(() => layerRuns(images), [images]);
  const running = containers.filter((container) => container.state === 'running').length;
  return (
    <>
      {state.isCut && (
        <p className="engine-empty">
          Only {engineStateMax} of each kind are shown. <code>docker ps -a</code> lists all containers.
        </p>
      )}
      <div className="engine-columns">
        <div className="engine-column">
          <Section
            title="Containers"
            total={containers.length > 0 && `${running} of ${containers.length} running`}
          >
            <ContainerList containers={containers} boxes={boxes} />
          </Section>
          <Section title="Networks" total={boxes.length}>
            <NetworkList boxes={boxes} />
          </Section>
        </div>
        <div className="engine-column">
          <Section title="Volumes" total={uses.volumes.length > 0 && uses.volumes.length}>
            <MountList uses={uses} />
          </Section>
          <Section title="Images" total={images.length > 0 && images.length}>
            <ImageList images={images} containers={containers} runs={runs} />
          </Section>
        </div>
      </div>
      <AsTable label="The engine as tables">
        <EngineTables containers={containers} boxes={boxes} uses={uses} images={images} runs={runs} />
      </AsTable>
    </>
  );
}

/** `total` is not shown if it is false. */
function Section({ title, total, children }: { title: string; total: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="engine-section">
      <div className="engine-title">
        <h3 id={id}>{title}</h3>
        {total !== false && <span>{total}</span>}
      </div>
      {children}
    </section>
  );
}
