import type { GpuEvidence } from '@dfm/grading';
import type { EngineContainer } from '../engine/engine-types.ts';
import { outputOf } from '../engine/exec.ts';
import { hostNvidiaSmi } from '../gpu/detect.ts';
import type { GpuDevice, OwnGpu } from '../gpu/gpu-device.ts';
import { peakGpuMemory } from '../gpu/gpu-memory.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import { type ProbeAnswer, probeAnswer, probeCommand } from '../gpu/probe-answer.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** The first import of a framework may be slow. */
const probeTimeoutMs = 60_000;
const answerBytes = 256 * 1024;

/**
 * Observes the GPU in the run phase: passes the device to the containers, probes one of them, and samples the
 * memory meanwhile.
 */
export class GpuWatch {
  readonly binds: DriverBinds;
  readonly simulated: boolean;
  readonly #device: GpuDevice;
  readonly #ending = new AbortController();
  readonly #peak: Promise<number | undefined>;
  #answer: ProbeAnswer | undefined;

  /** @param sandbox that has the device, in which only the run's containers use it */
  constructor(sandbox: Sandbox, binds: DriverBinds, { device, simulated }: OwnGpu) {
    this.binds = binds;
    this.#device = device;
    this.simulated = simulated;
    // The driver of a pod's node is not this machine's.
    const isMeasured = !simulated && sandbox.gpu === undefined;
    this.#peak = !isMeasured
      ? Promise.resolve(undefined)
      : peakGpuMemory(() => sandbox.pids(), hostNvidiaSmi, this.#ending.signal);
  }

  /**
   * Runs the probe in a started container. There is no answer if the container has exited, has no Python or
   * does not answer in time.
   */
  async probe(container: EngineContainer, signal: AbortSignal): Promise<void> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('no answer in time')), probeTimeoutMs);
    try {
      this.#answer = probeAnswer(
        await outputOf(container, await probeCommand(), {
          maxBytes: answerBytes,
          signal: AbortSignal.any([signal, late.signal]),
        }),
      );
    } catch {
      signal.throwIfAborted();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Stops sampling and returns the evidence. */
  async evidence(): Promise<GpuEvidence> {
    this.#ending.abort();
    const { driver, framework } = this.#answer ?? {};
    return {
      device: this.#device.name,
      capability: this.#device.computeCapability,
      driver: this.#device.driver,
      simulated: this.simulated,
      peakMemoryBytes: await this.#peak,
      driverInside: driver && { usable: driver.usable, error: driver.error ?? undefined },
      framework: framework
        ? {
            ...framework,
            version: framework.version ?? undefined,
            cuda: framework.cuda ?? undefined,
            // The stand-in runs no code, whatever a framework in the image claims.
            cudaAvailable: framework.cudaAvailable && !this.simulated,
            error: framework.error ?? undefined,
          }
        : undefined,
    };
  }
}
