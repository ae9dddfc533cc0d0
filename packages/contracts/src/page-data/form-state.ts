/** What a form shows after it was submitted. */
export interface FormState {
  /** Why it was rejected. */
  message?: string;
  /** What is wrong with the value of each field, by its name. */
  problems?: Readonly<Record<string, string>>;
  /** What was entered, by the name of the field, so that nothing has to be entered again. Never a password. */
  values?: Readonly<Record<string, string>>;
  /** What was done, in words. */
  done?: string;
  /** Address of a link that was made. It is shown only now. */
  link?: string;
  /** A token that was made. It is shown only now. */
  token?: string;
  /** Backup codes that were made. They are shown only now. */
  backupCodes?: readonly string[];
  /** Address of the page to load next. It is loaded as a whole, because it belongs to someone else now. */
  continueTo?: string;
}

/** Handles a submitted form. */
export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;

/** What a file of many rows would do, before anything is done. */
export interface ImportPreview {
  /** Headings of the cells. */
  columns: readonly string[];
  rows: readonly ImportRow[];
  errors: readonly { line: number; message: string }[];
}

export interface ImportRow {
  /** 1-based line of the file. */
  line: number;
  cells: readonly string[];
  /** What will be done with it. */
  effect: string;
  /** Whether anything will be. */
  isChange: boolean;
}

/** What a form shows into which a file is pasted. */
export interface ImportState extends FormState {
  preview?: ImportPreview;
}

/** Shows what a file would do, or does it. */
export type ImportAction = (before: ImportState, form: FormData) => Promise<ImportState>;

/** What a form shows whose next step is that the browser makes a passkey. */
export interface NewPasskeyState extends FormState {
  creation?: PublicKeyCredentialCreationOptionsJSON;
}

/** What a form shows whose next step is that the browser asks for a passkey. */
export interface UsePasskeyState extends FormState {
  request?: PublicKeyCredentialRequestOptionsJSON;
}
