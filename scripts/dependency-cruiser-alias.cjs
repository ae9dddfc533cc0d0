const path = require('node:path');

/**
 * The alias `@/…` from tsconfig.json, in the only form that dependency-cruiser reads without the TypeScript
 * compiler's API.
 */
module.exports = { resolve: { alias: { '@': path.resolve(__dirname, '..') } } };
