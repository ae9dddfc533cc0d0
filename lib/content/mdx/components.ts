/** The components a lesson may use, with their attributes; `!` marks one that must be there. */
export const lessonComponents: Record<string, readonly string[]> = {
  RecordedRun: ['id!', 'view!', 'caption'],
  CacheReplay: ['run!', 'edit', 'against', 'label', 'againstLabel', 'caption'],
  LayerStack: ['run!', 'against', 'label', 'againstLabel', 'caption'],
  Measured: ['run!', 'value!', 'line', 'edit'],
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

/** Those that stand in the text; all others are figures. */
export const textComponents: ReadonlySet<string> = new Set(['Measured', 'Steps', 'Next', 'br', 'kbd', 'sub', 'sup']);
