export { EmulatedRecogniser } from './emulated-recogniser.js';
export type { RecogniserCursors, RecogniserEvent } from './recogniser-event.js';
export {
  SERVER_PAUSE_MS,
  type EmulatedRecogniserOptions,
  type RecogniserEndpointing,
} from './recogniser-options.js';
export { SeededRandom } from './seeded-random.js';
