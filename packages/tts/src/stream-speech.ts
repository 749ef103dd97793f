import type { TtsEvent } from '@rechka/core';
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

/** One synthesis stream that pieces are fed into as they come, and another when its text limit is reached. */
export async function* streamSpeech({
  pieces,
  events,
  options,
  open,
}: StreamSpeechParts): AsyncGenerator<TtsEvent, void> {
  for (let first = await pieces.next(); first !== undefined;) {
    const call = await open();
    const aligner = new Aligner();
    events.begin(aligner, { holdUntimed: false });
    call.write({ options });
    const fed = feed(call, pieces, aligner, first);
    // Awaited below; a failure of the call is told first.
    fed.catch(() => undefined);
    for await (const response of call) yield* events.next(response);
    yield* events.end();
    first = await fed;
  }
}

/** Feeds pieces until the text or the stream's limit ends. Returns the piece that is too much. */
async function feed(
  call: DuplexCall<StreamSynthesisRequestInit, StreamSynthesisResponse>,
  pieces: PieceReader,
  aligner: Aligner,
  first: Piece,
): Promise<Piece | undefined> {
  let chars = 0;
  let piece: Piece | undefined = first;
  try {
    for (; piece !== undefined; piece = await pieces.next()) {
      // Texts are joined as they are: without a space their words would fuse.
      const text = `${piece.text} `;
      chars += text.length;
      if (chars > maxStreamChars) return piece;
      aligner.add(piece);
      call.write({ synthesisInput: { text } });
      call.write({ forceSynthesis: {} });
    }
    return undefined;
  } finally {
    call.halfClose();
  }
}
