import type Docker from 'dockerode';

/** The client's types under our own names, so that only this folder depends on the client. */
export type Engine = Docker;
export type EngineContainer = Docker.Container;
export type { ContainerCreateOptions as ContainerSpec } from 'dockerode';
