/**
 * Marks a sandbox's container on the host's engine. The value is the folder of its slot, which says whose it
 * is.
 */
export const sandboxLabel = 'dfm.sandbox';
