import { type TtsEvent, VoiceError } from '@rechka/core';
import type {
  StreamSynthesisRequestInit,
  StreamSynthesisResponse,
  SynthesisOptionsInit,
} from '@rechka/proto/tts';
import type { DuplexCall } from '@rechka/rpc';
import { Aligner } from './aligner.js';
import type { PieceReader } from './piece-reader.js';
import type { SpokenEvents } from './spoken-events.js';
import type { Piece } from './split-text.js';

/** Text of one synthesis stream (source: the SpeechKit limits page; a stream's or a message's, it does not say). */
const maxStreamChars = 5000;

interface StreamSpeechParts {
  pieces: PieceReader;
  events: SpokenEvents;
  options: SynthesisOptionsInit;
  /** Opens a synthesis stream, once the quota permits. */
  open: () => Promise<DuplexCall<StreamSynthesisRequestInit, StreamSynthesisResponse>>;
}

/**
 * One synthesis stream that pieces are fed into as they come, and another when its text limit is reached, or the
 * service has ended it before all that it was given was spoken. Throws `ERR_PROTOCOL` if it cannot be known how much
 * was, or if nothing was.
 */
export async function* streamSpeech({
  pieces,
  events,
  options,
  open,
}: StreamSpeechParts): AsyncGenerator<TtsEvent, void> {
  while ((await pieces.peek()) !== undefined) {
    const call = await open();
    const aligner = new Aligner();
    events.begin(aligner, { holdUntimed: false });
    call.write({ options });
    const over = new AbortController();
    const fed = feed(call, pieces, aligner, over.signal);
    // Awaited below; a failure of the call is told first.
    fed.catch(() => undefined);
    // Whether the service tells what it speaks, and when. It may also give sound alone.
    let tells = true;
    for await (const response of call) {
      const told = response.textChunk !== undefined && Aligner.isTimed(response);
      tells &&= told || response.audioChunk === undefined;
      yield* events.next(response);
    }
    over.abort();
    const early = !(await fed);
    pieces.putBack(unspokenOf(aligner, { tells, early, requestId: call.requestId }));
    yield* events.end();
  }
}

/** What was fed and is still to be spoken, of a stream that has ended without an error. */
function unspokenOf(
  aligner: Aligner,
  { tells, early, requestId }: { tells: boolean; early: boolean; requestId: string },
): readonly Piece[] {
  const failure = (what: string) =>
    new VoiceError({
      code: 'ERR_PROTOCOL',
      message: `The service ended a stream of synthesis ${what}. Try again, or use the mode \`utterance\`.`,
      requestId,
    });
  if (!tells) {
    if (early) throw failure('before all text was there, and did not tell how much of it it had spoken');
    return [];
  }
  const unspoken = aligner.takeUnspoken();
  // Another stream would do the same, again and again.
  if (unspoken.length > 0 && !aligner.spoke) throw failure('without speaking its text');
  return unspoken;
}

/** Feeds pieces until the text or the stream's limit ends, or the service ends the stream: then the answer is false. */
async function feed(
  call: DuplexCall<StreamSynthesisRequestInit, StreamSynthesisResponse>,
  pieces: PieceReader,
  aligner: Aligner,
  over: AbortSignal,
): Promise<boolean> {
  const ended = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
  let chars = 0;
  try {
    for (;;) {
      const piece = await Promise.race([pieces.peek(), ended]);
      if (over.aborted) return false;
      if (piece === undefined) return true;
      // Texts are joined as they are: without a space their words would fuse.
      const text = `${piece.text} `;
      chars += text.length;
      if (chars > maxStreamChars) return true;
      await pieces.next();
      aligner.add(piece);
      call.write({ synthesisInput: { text } });
      call.write({ forceSynthesis: {} });
    }
  } finally {
    call.halfClose();
  }
}
