/**
 * Label of a sandbox's container on the host's engine. The value is the folder of its slot, which identifies
 * its owner.
 */
export const sandboxLabel = 'dfm.sandbox';
