import type Docker from 'dockerode';

/**
 * What the rest of the runner may know of the client: its types by our names, so that only this folder
 * depends on it.
 */
export type Engine = Docker;
export type EngineContainer = Docker.Container;
export type { ContainerCreateOptions as ContainerSpec } from 'dockerode';
