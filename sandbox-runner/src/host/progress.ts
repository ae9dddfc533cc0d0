/** Told what a long preparation is doing: `step` names the part, `message` says what happens now. */
export type Progress = (step: string, message: string) => void;
