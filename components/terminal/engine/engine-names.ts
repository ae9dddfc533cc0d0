import type { EngineState } from '@dfm/contracts/engine-state';

export type Container = EngineState['containers'][number];
export type Image = EngineState['images'][number];

/** An ID as `docker ps` and `docker images` show it: 12 digits. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** The first tag of an image, or its short ID if it has none. */
export function imageName(image: Image): string {
  return image.tags[0] ?? shortId(image.id);
}

/** Whether Docker chose the name of a volume, because no one else did. */
export function isAnonymous(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume);
}
