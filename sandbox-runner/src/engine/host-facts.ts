import type Docker from 'dockerode';
import { z } from 'zod';

const infoSchema = z.object({
  Runtimes: z
    .record(z.string(), z.object({ path: z.string().optional(), runtimeType: z.string().optional() }))
    .default({}),
  SecurityOptions: z
    .array(z.string())
    .nullish()
    .transform((options) => options ?? []),
  CgroupVersion: z.string().default('1'),
  KernelVersion: z.string(),
});

/** Facts that an engine reports about its machine. */
export interface HostFacts {
  /** Runtimes that containers can use: the program or containerd type of each, by its name. */
  runtimes: ReadonlyMap<string, string>;
  /** Kernel protections that the engine can apply, such as `seccomp` and `apparmor`. */
  guards: string[];
  cgroupVersion: string;
  kernel: string;
}

export async function hostFacts(engine: Docker): Promise<HostFacts> {
  const info = infoSchema.parse(await engine.info());
  return {
    runtimes: new Map(
      Object.entries(info.Runtimes).map(([name, { path, runtimeType }]) => [
        name,
        runtimeType ?? path ?? name,
      ]),
    ),
    // Such as `name=seccomp,profile=default`. Engines before 17.06 omit `name=`.
    guards: info.SecurityOptions.map((option) => option.replace(/^name=/, '').replace(/,.*$/, '')),
    cgroupVersion: info.CgroupVersion,
    kernel: info.KernelVersion,
  };
}
