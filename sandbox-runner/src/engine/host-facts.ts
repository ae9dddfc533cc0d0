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

/** What an engine tells of the machine it runs on. */
export interface HostFacts {
  /** Names that a container's runtime may have. */
  runtimes: string[];
  /** Kernel guards that the engine can set, such as `seccomp` and `apparmor`. */
  guards: string[];
  cgroupVersion: string;
  kernel: string;
}

export async function hostFacts(engine: Docker): Promise<HostFacts> {
  const info = infoSchema.parse(await engine.info());
  return {
    runtimes: Object.keys(info.Runtimes),
    // Such as `name=seccomp,profile=default`; without the name in front in engines before 17.06.
    guards: info.SecurityOptions.map((option) => option.replace(/^name=/, '').replace(/,.*$/, '')),
    cgroupVersion: info.CgroupVersion,
    kernel: info.KernelVersion,
  };
}
