import { formatBytes } from '@dfm/contracts/quantity';
import type { CSSProperties } from 'react';
import { counted } from '@/components/ui/counted.ts';
import { keys } from './changes.ts';
import { imageCommands } from './commands.ts';
import { EngineElement } from './engine-element.tsx';
import { imageName, type Container, type Image } from './engine-names.ts';
import { FirstFew } from './first-few.tsx';
import { sharedRuns, type LayerRun } from './layer-runs.ts';

interface Props {
  images: readonly Image[];
  containers: readonly Container[];
  runs: ReadonlyMap<Image, readonly LayerRun[]>;
}

/** Images with their sizes, the containers made from them, and their layers as bars. */
export function ImageList({ images, containers, runs }: Props) {
  if (images.length === 0) return <NoImage />;
  const most = Math.max(1, ...images.map(({ layers }) => layers.length));
  const shared = sharedRuns(runs);
  return (
    <>
      <ul className="engine-list">
        {images.map((image) => (
          <li key={image.id}>
            <ImageElement
              image={image}
              users={containers.filter(({ imageId }) => imageId === image.id)}
              runs={runs.get(image) ?? []}
              most={most}
            />
          </li>
        ))}
      </ul>
      {shared.length > 0 && <SharedLegend shared={shared} />}
    </>
  );
}

interface ImageProps {
  image: Image;
  users: readonly Container[];
  runs: readonly LayerRun[];
  /** The layers of the image that has the most. */
  most: number;
}

function ImageElement({ image, users, runs, most }: ImageProps) {
  const [, ...others] = image.tags;
  return (
    <EngineElement
      id={keys.image(image.id)}
      name={imageName(image)}
      isPlain={image.tags.length === 0}
      badges={
        <>
          {image.tags.length === 0 && <span className="engine-note">no name</span>}
          <span className="engine-size">{formatBytes(image.bytes)}</span>
        </>
      }
      commands={imageCommands(image)}
    >
      {others.length > 0 && (
        <span>
          also{' '}
          <FirstFew max={3}>
            {others.map((tag) => (
              <code key={tag}>{tag}</code>
            ))}
          </FirstFew>
        </span>
      )}
      <LayerBar runs={runs} most={most} />
      <span>{layersText(runs)}</span>
      <span>
        {users.length === 0 ? (
          'no container uses it'
        ) : (
          <>
            used by{' '}
            <FirstFew max={6}>
              {users.map(({ id, name }) => (
                <b key={id}>{name}</b>
              ))}
            </FirstFew>
          </>
        )}
      </span>
    </EngineElement>
  );
}

/** The layers from left to right, the lowest first. Equal widths: the engine does not report their sizes. */
function LayerBar({ runs, most }: { runs: readonly LayerRun[]; most: number }) {
  return (
    <span className="engine-bar" aria-hidden>
      {runs.map(({ layers, label }) => (
        <span
          key={label ?? 'own'}
          className="engine-run"
          data-shared={colorOf(label)}
          data-dense={layers > 20 || undefined}
          style={
            {
              '--layers': layers,
              '--part': `${(layers / most) * 100}%`,
              '--runs': runs.length,
            } as CSSProperties
          }
        >
          {label}
        </span>
      ))}
    </span>
  );
}

/** `A: 4 layers, own: 2 layers`. */
function layersText(runs: readonly LayerRun[]): string {
  if (runs.length === 0) return 'no layers';
  return runs.map(({ layers, label }) => `${label ?? 'own'}: ${counted(layers, 'layer')}`).join(', ');
}

const colors = 6;

/** Which of the colours a label has. There are more labels than colours, so the label is always shown too. */
function colorOf(label: string | undefined): number | undefined {
  return label === undefined ? undefined : label.codePointAt(label.length - 1)! % colors;
}

function SharedLegend({ shared }: { shared: readonly LayerRun[] }) {
  return (
    <div className="engine-shared">
      <p>
        Layers with the same letter are the same, and are on the disk once. Sizes count them in each image.
        Every layer is drawn equally wide.
      </p>
      <ul>
        {shared.map(({ label, layers, images }) => (
          <li key={label}>
            <span className="engine-run" data-shared={colorOf(label)}>
              {label}
            </span>
            <span>
              {counted(layers, 'layer')} of {images.length} images:{' '}
              <FirstFew max={4}>
                {images.map((image) => (
                  <b key={image.id}>{imageName(image)}</b>
                ))}
              </FirstFew>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function NoImage() {
  return (
    <p className="engine-empty">
      No image yet. <code>docker pull</code> and <code>docker build</code> put images here, and{' '}
      <code>docker run</code> pulls one that is missing.
    </p>
  );
}
