/** Days for which an LMS can still check what was signed with a key that a newer one has replaced. */
export const RETIRED_TOOL_KEY_DAYS = 7;
