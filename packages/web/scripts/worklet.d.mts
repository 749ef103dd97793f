/** The text of the audio worklet. */
export function buildWorklet(): Promise<string>;
