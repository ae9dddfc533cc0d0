/**
 * The components that a lesson may use, with their attributes. `!` marks a required attribute, and the values
 * it may have follow `=`.
 */
export const lessonComponents: Record<string, readonly string[]> = {
  RecordedRun: ['id!', 'view!=waterfall|layers', 'caption'],
  CacheReplay: ['run!', 'edit', 'against', 'label', 'againstLabel', 'caption'],
  ContextExplorer: ['project!', 'caption'],
  EntrypointTable: ['caption'],
  InstructionEffects: ['run!', 'against', 'label', 'againstLabel', 'caption'],
  ImageContents: ['run!', 'against', 'label', 'againstLabel'],
  ImageIcicle: ['run!', 'against', 'label', 'againstLabel', 'caption'],
  LayerStack: ['run!', 'against', 'label', 'againstLabel', 'caption'],
  LayerTransfer: ['run!', 'edit!', 'caption'],
  ImageAndContainers: [],
  CopyOnWrite: [],
  ReferenceParts: [],
  LifeCycle: [],
  VariableScope: [],
  Measured: ['run!', 'value!=size|unused|layer|time|new', 'line', 'edit'],
  HandoverView: ['caption'],
  VmStack: ['caption'],
  NamespaceView: ['caption'],
  SumOrder: ['caption'],
  StageGraph: ['caption'],
  SharedBase: ['run!', 'packagesLine!', 'modelMb!', 'models!', 'onNode!', 'mbPerSecond!', 'caption'],
  BaseComparison: ['caption'],
  WheelPlatforms: [],
  MissingLibrary: ['base!', 'caption'],
  Steps: [],
  Next: ['exercise', 'lesson'],
  br: [],
  kbd: [],
  sub: [],
  sup: [],
};

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
