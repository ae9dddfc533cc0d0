/**
 * A container: which version of the code its image holds, whether its process is running, and what is in its
 * own layer.
 */
export interface Container {
  name: string;
  /** Which build created its image: 1 for the first. */
  build: number;
  isRunning: boolean;
  /** Lines in `runs.txt`, the one file the program writes. */
  lines: number;
}

export interface Machine {
  /** Images on the machine, by number of build. The tag points to the last one. */
  images: number[];
  containers: Container[];
  /** The result of the last command, as text. */
  message: string;
}

/** A machine after one `docker build -t scorer .`. */
export const initialMachine: Machine = {
  images: [1],
  containers: [],
  message: 'There is one image. Nothing is running.',
};

const maxContainers = 3;
const maxImages = 4;
const nameOf = (index: number) => ['first', 'second', 'third'][index] ?? `number-${index + 1}`;
const versionOf = (container: Container) =>
  `version ${container.build} of the code, line ${container.lines} of runs.txt`;

/**
 * Edits the code and builds with the same tag. The previous image stays: either containers use it, or it has
 * only lost its tag.
 */
export function build(machine: Machine): Machine {
  if (machine.images.length === maxImages)
    return { ...machine, message: 'Four builds are enough to see the effect.' };
  const next = (machine.images.at(-1) ?? 0) + 1;
  const kept =
    machine.containers.length > 0
      ? 'No container has changed: each still uses the image it was created from.'
      : 'The previous image has lost its tag.';
  return {
    ...machine,
    images: [...machine.images, next],
    message: `A new image, build ${next}. The tag scorer now points to it. ${kept}`,
  };
}

/** Creates a container from the tagged image, and starts it. */
export function run(machine: Machine): Machine {
  if (machine.containers.length === maxContainers)
    return { ...machine, message: 'Three containers are enough to see the effect. Remove one first.' };
  const taken = new Set(machine.containers.map(({ name }) => name));
  const name = [0, 1, 2].map(nameOf).find((candidate) => !taken.has(candidate)) ?? nameOf(0);
  const container = { name, build: machine.images.at(-1) ?? 1, isRunning: true, lines: 1 };
  return {
    ...machine,
    containers: [...machine.containers, container],
    message: `A new container, with an empty layer. It prints: ${versionOf(container)}.`,
  };
}

/** Ends the process and starts it again, in the same container. */
export function restart(machine: Machine, name: string): Machine {
  const containers = machine.containers.map((container) =>
    container.name === name ? { ...container, isRunning: true, lines: container.lines + 1 } : container,
  );
  const restarted = containers.find((container) => container.name === name);
  return {
    ...machine,
    containers,
    message: restarted
      ? `The same container, a new process. It prints: ${versionOf(restarted)}.`
      : machine.message,
  };
}

/** Ends the process. The container stays. */
export function stop(machine: Machine, name: string): Machine {
  const containers = machine.containers.map((container) =>
    container.name === name ? { ...container, isRunning: false } : container,
  );
  return {
    ...machine,
    containers,
    message: `The process of ${name} has ended. Its layer, with runs.txt in it, is still there.`,
  };
}

/** Force-removes a container together with its layer. */
export function remove(machine: Machine, name: string): Machine {
  return {
    ...machine,
    containers: machine.containers.filter((container) => container.name !== name),
    message: `${name} is gone, and so is its runs.txt. The image is unchanged.`,
  };
}
