/* global AudioWorkletProcessor, currentFrame, registerProcessor, sampleRate */
// Runs on the audio thread of the page that measures. Its only clock that other processes share is `Date`: 1 ms.

/** Softer is silence: what is played here is loud or nothing. */
const silence = 0.5 / 32_768;

/** Notes when what it hears sounds, and where it breaks off; tells of the first quantum, and answers `read`. */
class Tap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data === 'reset') this.reset();
      this.port.postMessage({ type: data, ...this.heard });
    };
    this.reset();
  }

  reset() {
    this.heard = { firstAtMs: undefined, lastAtMs: undefined, soundMs: 0, gaps: 0, gapsMs: 0 };
    this.lastFrame = undefined;
    this.toldFirst = false;
  }

  process([[samples]]) {
    if (samples === undefined) return true;
    if (!this.toldFirst) this.port.postMessage({ type: 'first' });
    this.toldFirst = true;
    let sounding = 0;
    for (let i = 0; i < samples.length; i += 1) {
      if (Math.abs(samples[i]) < silence) continue;
      this.sounded(currentFrame + i);
      sounding += 1;
    }
    if (sounding === 0) return true;
    const atMs = Date.now();
    if (this.heard.firstAtMs === undefined) this.port.postMessage({ type: 'first-sound' });
    this.heard.firstAtMs ??= atMs;
    this.heard.lastAtMs = atMs;
    this.heard.soundMs += (sounding / sampleRate) * 1000;
    return true;
  }

  sounded(frame) {
    const missing = frame - (this.lastFrame ?? frame - 1) - 1;
    if (missing > 0) {
      this.heard.gaps += 1;
      this.heard.gapsMs += (missing / sampleRate) * 1000;
    }
    this.lastFrame = frame;
  }
}

/** Plays what comes when it comes: a queue without a prebuffer, and without a filter for another rate. */
class BarePlayer extends AudioWorkletProcessor {
  constructor() {
    super();
    this.pieces = [];
    this.at = 0;
    this.port.onmessage = ({ data }) => this.pieces.push(data);
  }

  process(_inputs, [[output]]) {
    for (let i = 0; i < output.length && this.pieces.length > 0; i += 1) {
      const [{ samples, sampleRateHz }] = this.pieces;
      output[i] = samples[Math.floor(this.at)] / 32_768;
      this.at += sampleRateHz / sampleRate;
      if (this.at < samples.length) continue;
      this.at -= samples.length;
      this.pieces.shift();
    }
    return true;
  }
}

registerProcessor('tap', Tap);
registerProcessor('bare-player', BarePlayer);
