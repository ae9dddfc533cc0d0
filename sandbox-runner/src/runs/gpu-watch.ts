import type { GpuEvidence } from '@dfm/grading';
import type { EngineContainer } from '../engine/engine-types.ts';
import { answerOf } from '../engine/exec.ts';
import { hostNvidiaSmi } from '../gpu/detect.ts';
import type { GpuDevice } from '../gpu/gpu-device.ts';
import { peakGpuMemory } from '../gpu/gpu-memory.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import { type ProbeAnswer, probeAnswer, probeCommand } from '../gpu/probe-answer.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** A framework may take its time to be imported for the first time. */
const askMs = 60_000;
const answerBytes = 256 * 1024;

/**
 * What the run phase sees of the GPU: it hands the device to the containers, asks one of them, and looks at
 * the memory meanwhile.
 */
export class GpuWatch {
  readonly binds: DriverBinds;
  readonly #device: GpuDevice;
  readonly #simulated: boolean;
  readonly #ending = new AbortController();
  readonly #peak: Promise<number | undefined>;
  #answer: ProbeAnswer | undefined;

  /** @param sandbox as it runs with the device; nothing but the run's containers has it */
  constructor(sandbox: Sandbox, binds: DriverBinds, device: GpuDevice, simulated: boolean) {
    this.binds = binds;
    this.#device = device;
    this.#simulated = simulated;
    this.#peak = simulated
      ? Promise.resolve(undefined)
      : peakGpuMemory(() => sandbox.pids(), hostNvidiaSmi, this.#ending.signal);
  }

  /**
   * Asks the framework in a started container. One that ended, has no Python or does not answer in time
   * leaves no answer.
   */
  async ask(container: EngineContainer, signal: AbortSignal): Promise<void> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('no answer in time')), askMs);
    try {
      this.#answer = probeAnswer(
        await answerOf(container, await probeCommand(), {
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

  /** Ends the looking. */
  async evidence(): Promise<GpuEvidence> {
    this.#ending.abort();
    const { framework } = this.#answer ?? {};
    return {
      device: this.#device.name,
      capability: this.#device.computeCapability,
      driver: this.#device.driver,
      simulated: this.#simulated,
      peakMemoryBytes: await this.#peak,
      framework: framework && { ...framework, error: framework.error ?? undefined },
    };
  }
}
