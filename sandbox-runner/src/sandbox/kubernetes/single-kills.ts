/** In a container's own cgroup, of version 2. */
const path = '/sys/fs/cgroup/memory.oom.group';

/**
 * Verifies that a process that uses too much memory ends alone. The kubelet lets it end the whole pod if
 * cgroups have version 2, unless its configuration says otherwise.
 *
 * @param read returns the contents of those files of the pod that exist
 * @throws Error for the operator
 */
export async function requireSingleKills(
  read: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  if ((await read([path])).get(path)?.trim() === '1')
    throw new Error(
      'A process that uses too much memory would end the whole sandbox. Set `singleProcessOOMKill: true` in the configuration of the kubelet on each node for sandboxes.',
    );
}
