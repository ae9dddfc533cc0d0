/** One thing that staff, an admin or the site did for others. */
export interface StaffLogEntry {
  id: string;
  /** ISO 8601. */
  at: string;
  /** Undefined for the site itself, and for an account that was deleted. */
  actor: string | undefined;
  /** The role in which they did it; `site` for the site itself. */
  role: string;
  /** In words. */
  what: string;
  /** Whom it concerns; undefined for no single person, and for an account that was deleted. */
  person: string | undefined;
}

/** A page of what staff did, the newest first. */
export interface StaffLog {
  entries: StaffLogEntry[];
  /** Everyone who did something or whom something concerns. */
  people: { id: string; name: string }[];
  /** The person whose entries are shown; undefined: those of all. */
  person: string | undefined;
  /** Query of the address of the next page; undefined on the last one. */
  older: string | undefined;
}
