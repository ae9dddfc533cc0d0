interface Capability {
  /** Its name as cap_drop and cap_add take it. */
  name: string;
  /** What the kernel allows with it. */
  allows: string;
  /** What someone who runs commands as root in the container can no longer do once it is dropped. */
  stops: string;
  /** Which programs need it. */
  neededBy: string;
}

/**
 * The capabilities with which Docker starts a container, as in Moby's oci/caps/defaults.go. What each one
 * allows is from capabilities(7).
 */
export const defaultCapabilities: readonly Capability[] = [
  {
    name: 'CHOWN',
    allows: 'Change the owner and the group of any file.',
    stops: 'Giving a file to a different user.',
    neededBy: 'Start scripts that run chown on a volume.',
  },
  {
    name: 'DAC_OVERRIDE',
    allows: 'Read, write and execute files regardless of their permissions.',
    stops: 'Reading and changing files of other users in the image or in a volume.',
    neededBy: 'Programs that run as root and write to folders of other users.',
  },
  {
    name: 'FOWNER',
    allows: 'Do with any file what otherwise only its owner may do, such as chmod.',
    stops: 'Making files of other users readable or executable.',
    neededBy: 'Start scripts that run chmod on files of other users.',
  },
  {
    name: 'FSETID',
    allows: 'Keep the setuid and setgid bits when a file is modified.',
    stops: 'Changing a setuid program of a different user without losing its bit.',
    neededBy: 'Programs that unpack archives with such bits.',
  },
  {
    name: 'SETUID',
    allows: 'Become any user.',
    stops: 'Acting as a different user whose files are in the container or in a mount.',
    neededBy: 'Programs that start as root and then change to a user, such as nginx, gosu and su.',
  },
  {
    name: 'SETGID',
    allows: 'Become a member of any group.',
    stops: 'Reaching files that only a group may read.',
    neededBy: 'The same programs as SETUID.',
  },
  {
    name: 'SETPCAP',
    allows: 'Remove capabilities from the bounding set, and add those of that set to the inheritable ones.',
    stops: 'Changing which capabilities child processes can get.',
    neededBy: 'Programs that drop capabilities themselves.',
  },
  {
    name: 'SETFCAP',
    allows: 'Give a program file capabilities of its own.',
    stops: 'Leaving behind a program that has capabilities for everyone who starts it.',
    neededBy: 'Package managers and builds that run setcap.',
  },
  {
    name: 'KILL',
    allows: 'Send signals to processes of any user.',
    stops: 'Ending processes of other users in the container.',
    neededBy: 'A process 1 that runs as root and stops children of other users.',
  },
  {
    name: 'NET_BIND_SERVICE',
    allows: 'Listen on a port below 1024.',
    stops: 'Little since Docker Engine 20.10, which by default lets every process in a container do this.',
    neededBy: 'Servers on port 80 or 443 in the network of the host.',
  },
  {
    name: 'NET_RAW',
    allows: 'Send packets that a program has built itself, including their sender.',
    stops: 'Forging packets to other containers of the same network, such as ARP answers.',
    neededBy: 'Some versions of ping, and tools that analyze networks.',
  },
  {
    name: 'MKNOD',
    allows: 'Create device files.',
    stops: 'Creating a file for a disk. Opening it is also prevented by the list of devices of the cgroup.',
    neededBy: 'Programs that build file systems.',
  },
  {
    name: 'SYS_CHROOT',
    allows: 'Use a different folder as the root directory.',
    stops: 'Running a program in a file tree that an intruder has prepared.',
    neededBy: 'sshd, and mail servers that lock up their parts.',
  },
  {
    name: 'AUDIT_WRITE',
    allows: 'Write entries to the audit log of the kernel.',
    stops: 'Filling that log with forged entries.',
    neededBy: 'sshd and login.',
  },
];
