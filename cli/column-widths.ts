/** Room for the longest size, `999 MB`, and a gap in front of it. */
export const sizeWidth = 9;

/** Room for a duration such as `12 min 34 s`. */
export const durationWidth = 11;
