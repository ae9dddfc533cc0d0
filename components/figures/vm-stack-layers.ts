import type { InstructionKind } from './instruction-kind.ts';

type StackName = 'vm' | 'container';

export interface StackLayer {
  key: string;
  stack: StackName;
  /** 1 is the top. */
  row: number;
  name: string;
  /**
   * `each`: every service has its own. `shared`: one for all services of the machine. `beside`: not below the
   * service at all.
   */
  place: 'each' | 'shared' | 'beside';
  /** The instruction that brings it into an image. */
  kind?: InstructionKind;
  what: string;
  ships: string;
  patches: string;
  starts: string;
}

type Told = Omit<StackLayer, 'key' | 'stack' | 'row'>;

const code: Told = {
  name: 'Code and model',
  place: 'each',
  kind: 'copy',
  what: 'What you wrote and what you trained. The same files in both stacks.',
  ships: 'You.',
  patches: 'You, with the next release.',
  starts: '',
};

const packages: Told = {
  name: 'Python packages',
  place: 'each',
  kind: 'run',
  what: 'What pip installed, with the shared libraries that are inside wheels.',
  ships: 'The authors of the packages, through a package index.',
  patches: 'You: a new version in the lock file, and a new release.',
  starts: 'Nothing starts. The files are read when your program imports them.',
};

const hardware: Told = {
  name: 'Hardware',
  place: 'shared',
  what: 'Processors, memory, disks, network cards, GPUs.',
  ships: 'Whoever owns the machine.',
  patches: 'Whoever owns the machine: firmware and microcode.',
  starts: 'Running already.',
};

const virtualMachine: Told[] = [
  {
    ...code,
    starts: 'Last: the init system of the guest starts your service, as it would on a machine of its own.',
  },
  packages,
  {
    name: 'Userland',
    place: 'each',
    kind: 'from',
    what: 'The files of a distribution without its kernel: C library, interpreter, shell, certificates. In a virtual machine an init system and its services are there too, and run.',
    ships: 'The publisher of the machine image, or whoever installed the guest.',
    patches: 'Whoever runs the guest, often with its package manager while it runs.',
    starts: 'After the guest kernel: the init system with the services that the guest has.',
  },
  {
    name: 'Guest kernel',
    place: 'each',
    what: 'A kernel of its own, with its own drivers. It answers the system calls of this guest, and may be another version, or another operating system, than the machine has.',
    ships: 'The distribution in the guest.',
    patches: 'Whoever runs the guest. A new kernel usually needs a restart of that guest.',
    starts: 'When the virtual machine is switched on: it boots.',
  },
  {
    name: 'Hypervisor and host kernel',
    place: 'shared',
    what: 'Gives each guest virtual processors, memory, disks and network cards, with help of the processor. KVM is an example; it is part of the Linux kernel.',
    ships: 'The operator of the machine, or the cloud provider.',
    patches: 'The operator of the machine, or the cloud provider.',
    starts: 'Running already. It makes the virtual hardware before anything of the guest can run.',
  },
  hardware,
];

const container: Told[] = [
  {
    ...code,
    starts:
      'At once, as an ordinary process of the host kernel. The first process of the container is your program, unless you put another before it.',
  },
  packages,
  {
    name: 'Userland',
    place: 'each',
    kind: 'from',
    what: 'The files of a distribution without its kernel: C library, interpreter, shell, certificates. In a container nothing of it runs unless your program calls it.',
    ships: 'The publisher of the base image.',
    patches:
      'You: build again on a newer base image and replace the container. A container that runs does not change by itself.',
    starts: 'Nothing starts. The files are there when your program opens them.',
  },
  {
    name: 'Engine',
    place: 'beside',
    what: 'Puts the file system together from layers, asks the kernel for namespaces and a cgroup, starts the process, collects its output. The process does not run on it: its system calls go to the kernel.',
    ships: 'The operator of the machine.',
    patches: 'The operator of the machine.',
    starts: 'Running already.',
  },
  {
    name: 'Host kernel',
    place: 'shared',
    what: 'Answers the system calls of every process of the machine, in a container or not. Namespaces and cgroups are features of it, and the kernel module of a GPU driver belongs to it.',
    ships: 'The distribution on the machine.',
    patches:
      'The operator of the machine, once for all containers. A new kernel usually needs a restart of the machine.',
    starts: 'Running already.',
  },
  hardware,
];

/** The layers of both stacks, each from the top down. */
export const stackLayers: StackLayer[] = [...placed('vm', virtualMachine), ...placed('container', container)];

/** Name of each stack as a heading says it. */
export const stackTitle: Record<StackName, string> = { vm: 'Virtual machines', container: 'Containers' };

function placed(stack: StackName, layers: Told[]): StackLayer[] {
  return layers.map((layer, index) => ({ ...layer, key: `${stack}-${index + 1}`, stack, row: index + 1 }));
}
