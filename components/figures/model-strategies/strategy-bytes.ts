/** Ways to get a large model to a service. */
export const strategies = ['layered', 'mounted', 'downloaded', 'registered'] as const;
export type Strategy = (typeof strategies)[number];

export const nodeEvents = ['first-start', 'new-model', 'new-code', 'second-container'] as const;
export type NodeEvent = (typeof nodeEvents)[number];

/** Bytes of an image, as recorded. */
export interface ImageSizes {
  total: number;
  /** New after the model was retrained. */
  retrained: number;
  /** New after a line of code was added. */
  edited: number;
}

export interface StrategySizes {
  /** The image that contains the model in a layer of its own. */
  layered: ImageSizes;
  /** The image without a model. */
  outside: ImageSizes;
  /** The image without a model, and with the client of a registry. */
  registered: ImageSizes;
  model: number;
}

/** Bytes that reach a node: as layers of the image, and as a model outside of it. */
export interface NodeBytes {
  pulled: number;
  model: number;
}

/**
 * What reaches a node at an event. A mounted model is copied to the node once. A model that the service
 * downloads, with or without a registry, arrives again in each new container.
 */
export function nodeBytes(strategy: Strategy, event: NodeEvent, sizes: StrategySizes): NodeBytes {
  const image = {
    layered: sizes.layered,
    mounted: sizes.outside,
    downloaded: sizes.outside,
    registered: sizes.registered,
  }[strategy];
  const pulled = {
    'first-start': image.total,
    'new-model': image.retrained,
    'new-code': image.edited,
    'second-container': 0,
  }[event];
  return { pulled, model: modelArrives(strategy, event) ? sizes.model : 0 };
}

function modelArrives(strategy: Strategy, event: NodeEvent): boolean {
  if (strategy === 'layered') return false;
  return strategy !== 'mounted' || event === 'first-start' || event === 'new-model';
}
