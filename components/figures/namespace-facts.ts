/** What is told of one kind of namespace. From namespaces(7) and its pages, and the reference of `docker run`. */
interface NamespaceFacts {
  /** As in /proc/<pid>/ns. */
  key: 'pid' | 'mnt' | 'net' | 'uts' | 'ipc' | 'user' | 'cgroup';
  name: string;
  separates: string;
  /** One command that answers differently outside and inside. */
  command: string;
  onTheHost: string;
  inside: string;
  /** What `docker run` does when it is told nothing. */
  byDefault: string;
  /** How to use the host's instead; absent where Docker has no option for it. */
  shareOption?: string;
}

/** The kinds of namespace that a container is made of, in the order in which a lesson shows them. */
export const namespaceFacts: NamespaceFacts[] = [
  {
    key: 'pid',
    name: 'Processes',
    separates: 'Process numbers, and with them what a process can see and signal.',
    command: 'ls -d /proc/[0-9]*',
    onTheHost: 'Every process of the machine, those of the containers too, each under a number of the host.',
    inside: 'The processes of this container alone. The first has number 1.',
    byDefault: 'Its own.',
    shareOption: '--pid=host',
  },
  {
    key: 'mnt',
    name: 'Mounts',
    separates: 'Which file systems are mounted where: what / is, and what lies below it.',
    command: 'cat /proc/mounts',
    onTheHost: 'The file systems of the machine.',
    inside:
      'A root put together from the layers of the image and a writable layer, some file systems of the kernel such as /proc, and what -v or --mount added.',
    byDefault: 'Its own, always. Folders of the host are brought in one by one, with -v or --mount.',
  },
  {
    key: 'net',
    name: 'Network',
    separates: 'Interfaces, addresses, routes, firewall rules, and the ports that are taken.',
    command: 'cat /proc/net/dev',
    onTheHost: 'The interfaces of the machine, and of each container on a bridge the outer end of its pair.',
    inside: 'Its own loopback, and the inner end of the pair, eth0.',
    byDefault: 'Its own, tied to a bridge. --network=none leaves the loopback alone.',
    shareOption: '--network=host',
  },
  {
    key: 'uts',
    name: 'Host name',
    separates: 'The host name and the NIS domain name.',
    command: 'cat /proc/sys/kernel/hostname',
    onTheHost: 'The name of the machine.',
    inside: 'The first twelve characters of the container’s id, or what --hostname says.',
    byDefault: 'Its own.',
    shareOption: '--uts=host',
  },
  {
    key: 'ipc',
    name: 'Shared memory',
    separates:
      'System V objects for communication between processes, and POSIX message queues. Docker gives the container a /dev/shm of its own along with it, of 64 MB unless --shm-size says otherwise.',
    command: 'cat /proc/sysvipc/shm',
    onTheHost: 'The segments that processes of the host have made.',
    inside: 'A heading without rows, until a process of this container makes a segment.',
    byDefault: 'Its own.',
    shareOption: '--ipc=host',
  },
  {
    key: 'user',
    name: 'Users',
    separates:
      'User and group numbers, and what root may do: a process can be 0 inside and an ordinary user outside.',
    command: 'cat /proc/self/uid_map',
    onTheHost: 'One line that maps every number to itself.',
    inside:
      'The same line, where the engine runs as root and was told nothing else: then root inside is root outside. With a rootless engine, or with userns-remap, other lines: 0 inside is an ordinary user outside.',
    byDefault: 'The engine’s, unless userns-remap is on. A rootless engine stands in one of its own.',
    shareOption: '--userns=host',
  },
  {
    key: 'cgroup',
    name: 'Cgroup view',
    separates:
      'What a process sees as the root of the cgroup tree. It hides where the container stands in it; limits hold with or without.',
    command: 'cat /proc/self/cgroup',
    onTheHost: 'The path of the shell’s cgroup in the whole tree.',
    inside: 'With version 2 of cgroups 0::/, as if its own cgroup were the root.',
    byDefault: 'Its own with version 2 of cgroups, the host’s with version 1.',
    shareOption: '--cgroupns=host',
  },
];
