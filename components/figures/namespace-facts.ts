/** Facts about one kind of namespace. Source: namespaces(7) and its pages, and the reference of `docker run`. */
interface NamespaceFacts {
  /** As in /proc/<pid>/ns. */
  key: 'pid' | 'mnt' | 'net' | 'uts' | 'ipc' | 'user' | 'cgroup';
  name: string;
  separates: string;
  /** A command with different output outside and inside. */
  command: string;
  onTheHost: string;
  inside: string;
  /** What `docker run` does by default. */
  byDefault: string;
  /** The option to use the host's instead; undefined if Docker has none. */
  shareOption?: string;
}

/** The kinds of namespace that a container uses, in the order of the lesson. */
export const namespaceFacts: NamespaceFacts[] = [
  {
    key: 'pid',
    name: 'Processes',
    separates: 'Process IDs, and so which processes a process can see and signal.',
    command: 'ls -d /proc/[0-9]*',
    onTheHost:
      'Every process on the machine, including those in containers, each with a process ID of the host.',
    inside: 'Only the processes of this container. The first has process ID 1.',
    byDefault: 'Its own.',
    shareOption: '--pid=host',
  },
  {
    key: 'mnt',
    name: 'Mounts',
    separates: 'Which file systems are mounted where: what / is, and what is below it.',
    command: 'cat /proc/mounts',
    onTheHost: 'The file systems of the machine.',
    inside:
      'A root file system made of the image’s layers and a writable layer, some kernel file systems such as /proc, and anything added with -v or --mount.',
    byDefault: 'Always its own. Host folders are mounted one by one, with -v or --mount.',
  },
  {
    key: 'net',
    name: 'Network',
    separates: 'Interfaces, addresses, routes, firewall rules, and the ports in use.',
    command: 'cat /proc/net/dev',
    onTheHost:
      'The machine’s interfaces, and for each container on a bridge, the outer end of its interface pair.',
    inside: 'Its own loopback, and eth0, the inner end of the pair.',
    byDefault: 'Its own, connected to a bridge. With --network=none, it has only the loopback.',
    shareOption: '--network=host',
  },
  {
    key: 'uts',
    name: 'Host name',
    separates: 'The host name and the NIS domain name.',
    command: 'cat /proc/sys/kernel/hostname',
    onTheHost: 'The name of the machine.',
    inside: 'The first twelve characters of the container’s ID, or the name set with --hostname.',
    byDefault: 'Its own.',
    shareOption: '--uts=host',
  },
  {
    key: 'ipc',
    name: 'Shared memory',
    separates:
      'System V objects for communication between processes, and POSIX message queues. Docker also gives the container its own /dev/shm, 64 MB by default; change it with --shm-size.',
    command: 'cat /proc/sysvipc/shm',
    onTheHost: 'The segments that processes on the host have created.',
    inside: 'A header without rows, until a process in this container creates a segment.',
    byDefault: 'Its own.',
    shareOption: '--ipc=host',
  },
  {
    key: 'user',
    name: 'Users',
    separates:
      'User and group IDs, and what root may do: a process can have user ID 0 inside and be an ordinary user outside.',
    command: 'cat /proc/self/uid_map',
    onTheHost: 'One line that maps every ID to itself.',
    inside:
      'The same line, if the engine runs as root with default settings: then root inside is root outside. With a rootless engine, or with userns-remap, the lines are different: 0 inside is an ordinary user outside.',
    byDefault: 'The engine’s, unless userns-remap is on. A rootless engine runs in its own user namespace.',
    shareOption: '--userns=host',
  },
  {
    key: 'cgroup',
    name: 'Cgroup view',
    separates:
      'What a process sees as the root of the cgroup tree. It hides the container’s position in the tree; limits apply either way.',
    command: 'cat /proc/self/cgroup',
    onTheHost: 'The full path of the shell’s cgroup in the tree.',
    inside: 'With cgroup version 2: 0::/, as if its own cgroup were the root.',
    byDefault: 'Its own with cgroup version 2, the host’s with version 1.',
    shareOption: '--cgroupns=host',
  },
];
