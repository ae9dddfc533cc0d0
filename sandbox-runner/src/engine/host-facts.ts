import type Docker from 'dockerode';
import { z } from 'zod';

const infoSchema = z.object({
  Runtimes: z.record(z.string(), z.unknown()).default({}),
  SecurityOptions: z
    .array(z.string())
    .nullish()
    .transform((options) => options ?? []),
  CgroupVersion: z.string().default('1'),
  KernelVersion: z.string(),
});

/** Facts that an engine reports about its machine. */
export interface HostFacts {
  /** Names of the runtimes that containers can use. */
  runtimes: string[];
  /** Kernel protections that the engine can apply, such as `seccomp` and `apparmor`. */
  guards: string[];
  cgroupVersion: string;
  kernel: string;
}

export async function hostFacts(engine: Docker): Promise<HostFacts> {
  const info = infoSchema.parse(await engine.info());
  return {
    runtimes: Object.keys(info.Runtimes),
    // Such as `name=seccomp,profile=default`. Engines before 17.06 omit `name=`.
    guards: info.SecurityOptions.map((option) => option.replace(/^name=/, '').replace(/,.*$/, '')),
    cgroupVersion: info.CgroupVersion,
    kernel: info.KernelVersion,
  };
}
