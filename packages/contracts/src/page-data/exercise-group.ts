/** A module with its exercises, as `/exercises` lists them. */
export interface ExerciseGroup {
  slug: string;
  title: string;
  exercises: ListedExercise[];
}

export interface ListedExercise {
  slug: string;
  title: string;
  summary: string;
  /** Names of its concepts. */
  topics: string[];
  /** 1 to 5. */
  difficulty: number;
  /** How long it takes. */
  minutes: number;
}
