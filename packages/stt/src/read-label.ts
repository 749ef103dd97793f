import type { SttEvent } from '@rechka/core';
import type { RecognitionClassifierUpdate } from '@rechka/proto/stt';
import type { ToCaller } from './heard.js';
import { isWithin, type Window } from './seam.js';

/** What a classifier has found, if it has and if it lies in the window. */
export function readLabel(
  { startTimeMs, endTimeMs, classifierResult }: RecognitionClassifierUpdate,
  toCaller: ToCaller,
  window: Window,
): (SttEvent & { type: 'label' }) | undefined {
  const { classifier = '', labels: found = [] } = classifierResult ?? {};
  // An end that is not told is where the audio has come to.
  const span = { startMs: toCaller(startTimeMs, 'start'), endMs: toCaller(endTimeMs || Infinity, 'end') };
  if (classifier === '' || found.length === 0 || span.endMs <= span.startMs || !isWithin(window, span)) {
    return undefined;
  }
  const labels = [...found].sort((a, b) => b.confidence - a.confidence);
  return { type: 'label', classifier, labels, ...span };
}
