/**
 * The image of our own containers next to a learner's. It comes from the shelf and contains a shell. No build
 * can change the image that the engine has under this name.
 */
export const ownImage = 'debian:bookworm-slim';
