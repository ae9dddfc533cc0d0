import type { InstructionKind } from './instruction-kind.ts';

type StackName = 'vm' | 'container';

export interface StackLayer {
  key: string;
  stack: StackName;
  /** 1 is the top. */
  row: number;
  name: string;
  /**
   * `each`: every service has its own. `shared`: one for all services on the machine. `beside`: not below the
   * services at all.
   */
  place: 'each' | 'shared' | 'beside';
  /** The instruction that adds it to an image. */
  kind?: InstructionKind;
  what: string;
  ships: string;
  patches: string;
  starts: string;
}

type LayerFacts = Omit<StackLayer, 'key' | 'stack' | 'row'>;

const code: LayerFacts = {
  name: 'Code and model',
  place: 'each',
  kind: 'copy',
  what: 'What you wrote and what you trained. The same files in both stacks.',
  ships: 'You.',
  patches: 'You, with the next release.',
  starts: '',
};

const packages: LayerFacts = {
  name: 'Python packages',
  place: 'each',
  kind: 'run',
  what: 'What pip installed, including the shared libraries in wheels.',
  ships: 'The package authors, through a package index.',
  patches: 'You, with a new version in the lock file and a new release.',
  starts: 'Nothing starts. Your program reads the files when it imports them.',
};

const hardware: LayerFacts = {
  name: 'Hardware',
  place: 'shared',
  what: 'Processors, memory, disks, network cards, GPUs.',
  ships: 'The owner of the machine.',
  patches: 'The owner of the machine: firmware and microcode.',
  starts: 'Already running.',
};

const virtualMachine: LayerFacts[] = [
  {
    ...code,
    starts: 'Last: the guest’s init system starts your service, as it would on its own machine.',
  },
  packages,
  {
    name: 'Userland',
    place: 'each',
    kind: 'from',
    what: 'The files of a distribution without its kernel: C library, interpreter, shell, certificates. In a virtual machine, there is also an init system with its services, and they run.',
    ships: 'The publisher of the machine image, or the person who installed the guest.',
    patches: 'The operator of the guest, often with its package manager while it runs.',
    starts: 'After the guest kernel: the init system starts the guest’s services.',
  },
  {
    name: 'Guest kernel',
    place: 'each',
    what: 'A kernel of its own, with its own drivers. It handles this guest’s system calls. It can be a different version, or a different operating system, from the machine’s.',
    ships: 'The guest’s distribution.',
    patches: 'The operator of the guest. A new kernel usually needs a restart of that guest.',
    starts: 'It boots when the virtual machine is switched on.',
  },
  {
    name: 'Hypervisor and host kernel',
    place: 'shared',
    what: 'Gives each guest virtual processors, memory, disks and network cards, with help from the processor. One example is KVM, which is part of the Linux kernel.',
    ships: 'The operator of the machine, or the cloud provider.',
    patches: 'The operator of the machine, or the cloud provider.',
    starts: 'Already running. It creates the virtual hardware before anything in the guest can run.',
  },
  hardware,
];

const container: LayerFacts[] = [
  {
    ...code,
    starts:
      'Immediately, as an ordinary process on the host kernel. The first process of the container is your program, unless you put another one before it.',
  },
  packages,
  {
    name: 'Userland',
    place: 'each',
    kind: 'from',
    what: 'The files of a distribution without its kernel: C library, interpreter, shell, certificates. In a container, none of it runs unless your program calls it.',
    ships: 'The publisher of the base image.',
    patches:
      'You: rebuild on a newer base image and replace the container. A running container does not change by itself.',
    starts: 'Nothing starts. The files are there when your program opens them.',
  },
  {
    name: 'Engine',
    place: 'beside',
    what: 'Assembles the file system from layers, asks the kernel for namespaces and a cgroup, starts the process, and collects its output. The process does not run on the engine: its system calls go to the kernel.',
    ships: 'The operator of the machine.',
    patches: 'The operator of the machine.',
    starts: 'Already running.',
  },
  {
    name: 'Host kernel',
    place: 'shared',
    what: 'Handles the system calls of every process on the machine, in a container or not. Namespaces and cgroups are features of this kernel, and the kernel module of a GPU driver belongs to it.',
    ships: 'The distribution on the machine.',
    patches:
      'The operator of the machine, once for all containers. A new kernel usually needs a restart of the machine.',
    starts: 'Already running.',
  },
  hardware,
];

/** The layers of both stacks, each from the top down. */
export const stackLayers: StackLayer[] = [...placed('vm', virtualMachine), ...placed('container', container)];

/** Name of each stack, for headings. */
export const stackTitle: Record<StackName, string> = { vm: 'Virtual machines', container: 'Containers' };

function placed(stack: StackName, layers: LayerFacts[]): StackLayer[] {
  return layers.map((layer, index) => ({ ...layer, key: `${stack}-${index + 1}`, stack, row: index + 1 }));
}
