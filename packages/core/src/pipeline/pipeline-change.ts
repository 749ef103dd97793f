import type { SpeechToText } from '../ports/speech-to-text.js';
import type { Responder } from './responder.js';
import type { VoiceChoice } from './voice.js';

/** What `pipeline.use()` changes for all that follows; what is left out stays as it is. */
export interface PipelineChange extends VoiceChoice {
  /** Answers from now on: another `agent(…)`, with instructions and tools of its own. */
  respond?: Responder;
  /** Hears from now on: another recogniser, or one of another language. */
  stt?: SpeechToText;
}
