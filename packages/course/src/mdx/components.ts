interface ComponentRules {
  /** A sentence for authors. */
  description: string;
  /** `!` marks a required attribute, and the values it may have follow `=`. */
  attributes: readonly string[];
  /** Whether something is written between its tags. */
  hasContent?: true;
}

const compared = ['run!', 'against', 'label', 'againstLabel'];

/** The components that a lesson may use, with their attributes. */
export const lessonComponents: Record<string, ComponentRules> = {
  RecordedRun: {
    description: 'The first build of a recorded run: its steps on a timeline, or its layers.',
    attributes: ['id!', 'view!=waterfall|layers', 'caption'],
  },
  CacheReplay: {
    description:
      'Two builds side by side: the first, and the one after an edit, with what came from the cache.',
    attributes: ['run!', 'edit', 'against', 'label', 'againstLabel', 'caption'],
  },
  CommandWords: {
    description: 'A command or a line of a Dockerfile, word by word.',
    attributes: ['command!=run|background|publish|build|mount|tag|path|lock'],
  },
  ContextExplorer: {
    description: 'The folder of a project and a .dockerignore to edit.',
    attributes: ['project!', 'caption'],
  },
  EntrypointTable: { description: 'The words of process 1.', attributes: ['caption'] },
  InstructionEffects: {
    description: 'What each line of a Dockerfile adds to the files and to the configuration.',
    attributes: [...compared, 'caption'],
  },
  ImageContents: { description: 'What the bytes of an image are.', attributes: compared },
  ImageIcicle: {
    description: 'An image from the whole down to its files.',
    attributes: [...compared, 'caption'],
  },
  LayerStack: { description: 'The layers of an image by size.', attributes: [...compared, 'caption'] },
  LayerTransfer: {
    description: 'Which layers a machine pulls if it has some already.',
    attributes: ['run!', 'edit!', 'caption'],
  },
  ImageAndContainers: { description: 'Containers of one image, to try commands on.', attributes: [] },
  CopyOnWrite: { description: 'Reads and writes in a container, to try.', attributes: [] },
  DataLifetime: {
    description:
      'What happens to a file in a container, a volume, a bind mount and a tmpfs, to try events on.',
    attributes: [],
  },
  ReferenceParts: { description: 'The parts of an image’s name.', attributes: [] },
  LifeCycle: { description: 'The states of a container, to try commands on.', attributes: [] },
  ProbeTimeline: {
    description: 'What a service answers to probes from its start to its stop, and who acts on it.',
    attributes: ['caption'],
  },
  VariableScope: { description: 'Where a build argument and a variable are visible.', attributes: [] },
  Measured: {
    description: 'A number from a recorded run, within the text.',
    attributes: ['run!', 'value!=size|unused|layer|time|new', 'line', 'edit'],
  },
  HandoverView: { description: 'What is handed over together with code.', attributes: ['caption'] },
  VmStack: { description: 'Containers compared with virtual machines.', attributes: ['caption'] },
  NamespaceView: { description: 'What a process sees in its namespaces.', attributes: ['caption'] },
  SumOrder: { description: 'Sums of the same numbers in a different order.', attributes: ['caption'] },
  StageGraph: {
    description: 'The stages of the Dockerfile between its tags, and which of them a target needs.',
    attributes: ['caption'],
    hasContent: true,
  },
  SharedBase: {
    description: 'What a node pulls for several models, with sizes that the reader sets.',
    attributes: ['run!', 'packagesLine!', 'modelMb!', 'models!', 'onNode!', 'mbPerSecond!', 'caption'],
  },
  ModelStrategies: {
    description:
      'What reaches a node with a model in a layer, mounted, downloaded, or from a model registry.',
    attributes: ['run!', 'against!', 'registry!', 'modelLine!', 'retrain!', 'edit!', 'caption'],
  },
  CudaExplorer: {
    description: 'Which builds of torch run with a driver, and which base fits.',
    attributes: ['caption'],
  },
  CudaWheels: {
    description: 'What pip downloads and unpacks for frameworks with CUDA.',
    attributes: ['caption'],
  },
  DeviceNumbers: { description: 'Which GPU a program sees under which number.', attributes: ['caption'] },
  CapabilityMap: {
    description: 'The capabilities that a container starts with, and what dropping each one stops.',
    attributes: [],
  },
  GpuStack: { description: 'What a program needs to use a GPU, and who brings it.', attributes: ['caption'] },
  SharedMemory: {
    description: 'How much shared memory the workers of a data loader need.',
    attributes: ['caption'],
  },
  BaseComparison: { description: 'Base images compared, read from the shelf.', attributes: ['caption'] },
  WheelPlatforms: { description: 'Wheels and their platforms, read from the shelf.', attributes: [] },
  MissingLibrary: {
    description: 'Which shared libraries a wheel lacks in a base image.',
    attributes: ['base!', 'caption'],
  },
  Steps: {
    description: 'A numbered list whose items belong together, between empty lines.',
    attributes: [],
    hasContent: true,
  },
  Next: {
    description: 'Where to go next, and why: the lesson that follows, or an exercise of the same module.',
    attributes: ['exercise', 'lesson'],
    hasContent: true,
  },
  br: { description: 'A new line.', attributes: [] },
  kbd: { description: 'A key.', attributes: [], hasContent: true },
  sub: { description: 'Lowered text.', attributes: [], hasContent: true },
  sup: { description: 'Raised text.', attributes: [], hasContent: true },
};

/** What attributes mean, by their names. */
export const attributeDescriptions: Partial<Record<string, string>> = {
  run: 'A recorded run: exercise/variant or project/variant.',
  id: 'A recorded run: exercise/variant or project/variant.',
  against: 'A second recorded run to switch to.',
  registry: 'The recorded run of an image with the client of a registry.',
  label: 'A name for the run.',
  againstLabel: 'A name for the second run.',
  edit: 'The ID of an edit under `scenarios` of the exercise or project.',
  caption: 'A sentence below the figure.',
  view: 'The steps on a timeline, or the layers.',
  project: 'A project in content/projects.',
  line: 'A line of the Dockerfile.',
  value:
    '`size` of the image, `layer` of a line, `unused` bytes of either, `time` of the first build or of the one after an edit, `new` bytes after an edit.',
  lesson: 'The lesson that follows in course.yaml.',
  exercise: 'An exercise of the same module.',
  packagesLine: 'The line that installs the packages.',
  modelLine: 'The line that copies the model.',
  retrain: 'The ID of the edit that changes the model.',
  modelMb: 'Size of a model, in MB.',
  models: 'The number of models.',
  onNode: 'The number of models that the node has already.',
  mbPerSecond: 'How fast a node pulls, in MB per second.',
  base: 'A base image of the shelf.',
  command: 'Which command.',
};

/** An attribute as components.ts declares it. */
interface AttributeRules {
  name: string;
  isNeeded: boolean;
  /** The values it may have; undefined for any text. */
  values: string[] | undefined;
}

/** The attributes of a component; undefined for a name that no component has. */
export function attributesOf(component: string): AttributeRules[] | undefined {
  if (!Object.hasOwn(lessonComponents, component)) return undefined;
  return lessonComponents[component]!.attributes.map((entry) => {
    const [declared = '', values] = entry.split('=');
    return { name: declared.replace('!', ''), isNeeded: declared.endsWith('!'), values: values?.split('|') };
  });
}

/** Components that are part of the text; all others are figures. */
export const textComponents: ReadonlySet<string> = new Set([
  'Measured',
  'Steps',
  'Next',
  'br',
  'kbd',
  'sub',
  'sup',
]);

/** Components that the statement of an exercise may use. */
export const statementComponents: ReadonlySet<string> = new Set(['Steps', 'br', 'kbd', 'sub', 'sup']);
