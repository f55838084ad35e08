export * from './client.js';
export * from './errors.js';
export type { Progress, Source } from './upload.js';
export type * from './generated/types.gen.js';
export * as api from './generated/sdk.gen.js';
