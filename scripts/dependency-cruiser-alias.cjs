const path = require('node:path');

/**
 * `@/…` as in tsconfig.json, in the one form that dependency-cruiser reads without the TypeScript compiler's
 * API.
 */
module.exports = { resolve: { alias: { '@': path.resolve(__dirname, '..') } } };
