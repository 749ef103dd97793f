/// <reference lib="dom" />
import { microphoneError } from './client-error.js';

/** How a microphone is asked for. */
export interface MicrophoneRequest {
  deviceId: string | undefined;
  /** Whether no other device will do. */
  exact?: boolean;
  echoCancellation: boolean;
  noiseSuppression: boolean;
  autoGainControl: boolean;
}

/** A microphone that is open. */
export class Microphone {
  readonly stream: MediaStream;
  readonly #track: MediaStreamTrack;

  private constructor(
    stream: MediaStream,
    track: MediaStreamTrack,
    onEnded: (microphone: Microphone) => void,
  ) {
    this.stream = stream;
    this.#track = track;
    track.onended = () => onEnded(this);
  }

  /**
   * Opens one. `onEnded` is called when its device or its permission is gone. Throws `ERR_NO_MICROPHONE`,
   * `ERR_MICROPHONE_DENIED` or `ERR_MICROPHONE_BUSY`.
   */
  static async open(
    request: MicrophoneRequest,
    onEnded: (microphone: Microphone) => void,
  ): Promise<Microphone> {
    const { deviceId, exact = false, echoCancellation, noiseSuppression, autoGainControl } = request;
    const device = deviceId !== undefined && { deviceId: exact ? { exact: deviceId } : deviceId };
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation, noiseSuppression, autoGainControl, channelCount: 1, ...device },
      });
    } catch (error) {
      throw microphoneError(error);
    }
    const [track] = stream.getAudioTracks();
    if (track === undefined) throw microphoneError(new Error('A stream without audio.'));
    return new Microphone(stream, track, onEnded);
  }

  /** What the browser does in fact. Some say how (`all`); `remote-only` leaves our own speech in. */
  get cancelsEcho(): boolean {
    const { echoCancellation } = this.#track.getSettings() as { echoCancellation?: boolean | string };
    return echoCancellation !== undefined && echoCancellation !== false && echoCancellation !== 'remote-only';
  }

  /** Lets the browser show that nobody listens. */
  mute(on: boolean): void {
    this.#track.enabled = !on;
  }

  close(): void {
    this.#track.onended = null;
    this.#track.stop();
  }
}

/** The microphones that there are; none in a page that browsers give none to. */
export async function audioInputs(): Promise<readonly MediaDeviceInfo[]> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  const devices = (await mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter(({ kind }) => kind === 'audioinput');
}
