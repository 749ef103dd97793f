/** Quieter audio is no voice, however quiet the line. */
const quietestVoiceDbfs = -55;
/** No line is taken to be noisier than this: a caller who begins to speak at once is no noise. */
const loudestNoiseDbfs = -40;
/** Voice is this much louder than the noise of the line. */
const aboveNoiseDb = 9;
/** How fast the noise is taken to have risen while nothing quieter is heard, in dB a second. */
const noiseRiseDbPerS = 2.5;

/** Tells from the level alone when there was voice on a line last; the noise of the line is learned as it goes. */
export class VoiceActivity {
  #noiseDbfs = loudestNoiseDbfs;
  #voiceEndMs: number | undefined;

  /** Where the last voice so far ended, on the timeline of the levels; undefined before any. */
  get voiceEndMs(): number | undefined {
    return this.#voiceEndMs;
  }

  /** Takes the level of the next stretch of audio: 10–100 ms at a time. */
  take({ startMs, endMs, levelDbfs }: { startMs: number; endMs: number; levelDbfs: number }): void {
    const risen = this.#noiseDbfs + (noiseRiseDbPerS * (endMs - startMs)) / 1000;
    this.#noiseDbfs = Math.max(-100, Math.min(levelDbfs, risen, loudestNoiseDbfs));
    if (levelDbfs > Math.max(quietestVoiceDbfs, this.#noiseDbfs + aboveNoiseDb)) this.#voiceEndMs = endMs;
  }
}
