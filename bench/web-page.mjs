/* global AudioContext, AudioWorkletNode, document, window */
// The page that measures: the client, and beside it what a browser does without one.
import { VoiceClient } from '@rechka/web/client';
import { decodeFrame } from '@rechka/web/protocol';

const { visit } = Object.fromEntries(new URLSearchParams(window.location.search));
const bareSpeechHz = 24_000;

/** Set while a player without a prebuffer gets what the client gets. */
let onSpeech;
const BareSocket = window.WebSocket;
window.WebSocket = class extends BareSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') onSpeech?.(decodeFrame(new Uint8Array(data)).pcm.slice());
    });
  }
};

/** A node that hears `node`: what it heard is what `ask('read')` gives. */
function tap(node) {
  const tapNode = new AudioWorkletNode(node.context, 'tap');
  node.connect(tapNode).connect(node.context.destination);
  const waiting = new Map();
  const heard = (type) => new Promise((resolve) => waiting.set(type, resolve));
  tapNode.port.onmessage = ({ data }) => waiting.get(data.type)?.(data);
  return {
    heard,
    ask(question) {
      const answer = heard(question);
      tapNode.port.postMessage(question);
      return answer;
    },
  };
}

/** Resolves when the button is clicked, with what `action` gives, and the moment of the click. */
function clicked(id, action) {
  return new Promise((resolve, reject) => {
    document.querySelector(id).addEventListener(
      'click',
      () => {
        const clickAtMs = Date.now();
        action().then((result) => resolve({ clickAtMs, ...result }), reject);
      },
      { once: true },
    );
  });
}

let client;

async function startClient() {
  client = new VoiceClient({ url: '/voice', settings: { visit } });
  const marks = {};
  client.subscribe(() => {
    if (client.state.microphone === 'on') marks.devicesAtMs ??= Date.now();
  });
  await client.start();
  return { ...marks, connectedAtMs: Date.now() };
}

async function startBare() {
  const context = new AudioContext({ latencyHint: 'interactive' });
  const constraints = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
  };
  const [stream] = await Promise.all([
    navigator.mediaDevices.getUserMedia({ audio: constraints }),
    context.audioWorklet.addModule('/worklets.js'),
    context.resume(),
  ]);
  const devicesAtMs = Date.now();
  const { heard, ask } = tap(context.createMediaStreamSource(stream));
  const socket = await bareSocket();
  const connectedAtMs = Date.now();
  const sent = ['first', 'first-sound'].map((type) => heard(type).then(() => socket.send(type)));
  // What was heard before the socket was there is nobody's.
  await ask('reset');
  await Promise.all(sent);
  for (const track of stream.getTracks()) track.stop();
  await context.close();
  socket.close();
  return { devicesAtMs, connectedAtMs };
}

/** A socket that knows no protocol, when it is open. */
async function bareSocket() {
  const socket = new BareSocket(`ws://${window.location.host}/bare?visit=${visit}`);
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve) => (socket.onopen = resolve));
  return socket;
}

/** Plays what comes over a socket of its own with one AudioBufferSourceNode a message, one after the other. */
async function bareSpeech(context) {
  const output = context.createGain();
  let sources = [];
  let endsAt = 0;
  const socket = await bareSocket();
  socket.onmessage = ({ data }) => {
    if (data === 'flush') {
      for (const source of sources) source.stop();
      sources = [];
      endsAt = 0;
      socket.send('flushed');
      return;
    }
    const samples = Float32Array.from(new Int16Array(data), (sample) => sample / 32_768);
    const buffer = context.createBuffer(1, samples.length, bareSpeechHz);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(output);
    const startsAt = Math.max(endsAt, context.currentTime);
    source.start(startsAt);
    endsAt = startsAt + buffer.duration;
    sources.push(source);
  };
  return output;
}

window.bench = {
  started: { client: clicked('#client', startClient), bare: clicked('#bare', startBare) },
  stop: () => client.stop(),

  /** Hears the client, and what plays beside it. */
  async listen() {
    const { context } = client.output;
    await context.audioWorklet.addModule('/worklets.js');
    const player = new AudioWorkletNode(context, 'bare-player');
    onSpeech = (pcm) => {
      const samples = new Int16Array(pcm.buffer);
      player.port.postMessage({ samples, sampleRateHz: bareSpeechHz });
    };
    const outputs = {
      client: client.output,
      'source node': await bareSpeech(context),
      'no prebuffer': player,
    };
    const taps = Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, tap(node)]));
    this.ask = (name, question) => taps[name].ask(question);
    const { sampleRate, baseLatency, outputLatency } = context;
    return { deviceHz: sampleRate, latencyMs: (baseLatency + outputLatency) * 1000 };
  },
  figures: () => client.figures,

  /** How long the client takes to be parsed and evaluated, and a script that is empty, in ms. */
  async evaluation() {
    const text = await (await fetch('/client.js')).text();
    const timed = (script) => {
      const startMs = performance.now();
      (0, eval)(script);
      return performance.now() - startMs;
    };
    return { emptyMs: timed('var nothing;'), clientMs: timed(text) };
  },
};
