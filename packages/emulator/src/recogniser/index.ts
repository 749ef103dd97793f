export { EmulatedRecogniser } from './emulated-recogniser.js';
export type { RecogniserCursors, RecogniserEvent } from './recogniser-event.js';
export {
  SERVER_PAUSE_MS,
  type EmulatedRecogniserOptions,
  type RecogniserEndpointing,
} from './recogniser-options.js';
export { resolveManner, type HearingManner, type HearingPreset } from './hearing-manner.js';
export { SeededRandom } from './seeded-random.js';
