import type { EngineObjectKind, LabCondition } from '@dfm/contracts/lab';
import type { AskedPort, FilePlace, FoundFile, LabEngine } from '../lab-engine.ts';

/** What an engine of the tests has. */
export interface LabState {
  container?: object[];
  image?: object[];
  volume?: object[];
  network?: object[];
  /** By place and path, such as `home /answer` or `volume data /rows`. There is nothing elsewhere. */
  files?: Record<string, FoundFile>;
  /** By port and path, such as `8080/health`, and after a space the media type that is accepted, if any. */
  answers?: Record<string, { status: number; text: string }>;
}

/** An engine that has what `state` returns at the moment. */
export function engineWith(state: () => LabState): LabEngine {
  return {
    objects: (kind: EngineObjectKind) => Promise.resolve(state()[kind] ?? []),
    readFile: (place, path) => Promise.resolve(state().files?.[`${nameOf(place)} ${path}`] ?? 'nothing'),
    request: (asked) => Promise.resolve(state().answers?.[requested(asked)]),
  };
}

function requested({ port, path, accept }: AskedPort): string {
  return `${port}${path}${accept === undefined ? '' : ` ${accept}`}`;
}

function nameOf(place: FilePlace): string {
  if (place === 'home') return place;
  return 'container' in place ? `container ${place.container}` : `volume ${place.volume}`;
}

/** A condition as it is after parsing. */
export function objects(
  kind: EngineObjectKind,
  more: Partial<Extract<LabCondition, { kind: EngineObjectKind }>> = {},
): LabCondition {
  return { kind, says: '', count: { min: 1 }, isNew: false, ...more };
}
