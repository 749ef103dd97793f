import type { PipelineEvent } from '@rechka/core';
import type { BotState } from '../protocol/index.js';

/** Follows the events of a pipeline, and says in a word what the bot does. */
export class BotStateTracker {
  #hearing = false;
  #speaking = false;
  /** A turn was committed and its answer is not heard yet. */
  #thinking = false;

  get state(): BotState {
    if (this.#speaking) return 'speaking';
    if (this.#hearing) return 'hearing';
    return this.#thinking ? 'thinking' : 'listening';
  }

  /** Takes the next event. */
  follow(event: PipelineEvent): void {
    switch (event.type) {
      case 'speech-start':
        this.#hearing = true;
        return;
      case 'utterance-end':
        this.#hearing = false;
        return;
      case 'turn-committed':
        this.#hearing = false;
        this.#thinking = true;
        return;
      case 'reply-heard':
      case 'resumed':
        this.#speaking = true;
        this.#thinking = false;
        return;
      case 'ducked':
      case 'barge-in':
        this.#speaking = false;
        return;
      case 'reply-ended':
        // One that was never heard did not end what is being heard now.
        if (event.reply.heardMs > 0) this.#speaking = false;
        if (event.kind === 'reply') this.#thinking = false;
        return;
      default:
    }
  }
}
