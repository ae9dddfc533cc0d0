/** An exercise that a learner has passed, with what was measured. */
export interface Ability {
  exercise: string;
  title: string;
  /** What the exercise asks for, one sentence. */
  summary: string;
  /** 0 to 100. */
  score: number;
  /** Size of the image as transferred to a registry, before compression. Undefined if it was not measured. */
  imageBytes: number | undefined;
  /** Whether it was built and graded again in a fresh engine, from which these figures are. */
  isConfirmed: boolean;
  /** Whether a device that no node had was simulated. */
  isSimulated: boolean;
  /** When it was measured, ISO 8601. */
  at: string;
}

export interface ModuleAbilities {
  slug: string;
  title: string;
  abilities: Ability[];
  /** Labs of which all steps are done. */
  labs: { slug: string; title: string; summary: string; steps: number }[];
}
