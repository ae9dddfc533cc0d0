/** Replaces the `server-only` marker, which cannot be loaded outside a React server build. */
export default undefined;
