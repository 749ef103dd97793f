/** Version of the protocol that both sides speak. */
export const protocolVersion = 1;

/** Largest WebSocket message either side accepts: far above the largest frame of audio or event. */
export const maxMessageBytes = 64 * 1024;

/** Longest text that a page may send, in characters: more than anybody would say in a turn. */
export const maxTextLength = 4000;

/** Length of a frame of the microphone, in ms: what telephony uses, and what was measured (640 bytes at 16 kHz). */
export const micFrameMs = 20;

/**
 * Longest frame of speech, in ms. The prebuffer of a player is filled by whole frames, so that short ones let it
 * begin sooner (measured: a frame of 100 ms makes a prebuffer of 60 ms one of 100).
 */
export const speechFrameMs = 40;

/** How far the server sends ahead of what the page says it has played, in ms. */
export const maxSpeechAheadMs = 2000;

/** How often a page that plays reports what was heard, in ms. It also reports the first sample and each flush. */
export const heardReportMs = 200;

/** How long a session outlives its socket unless the gateway is told otherwise, in ms. */
export const defaultGraceMs = 30_000;

/**
 * How much unacknowledged microphone audio a page keeps for a resume, in ms: as long as a session outlives its socket, and
 * as much as a recognition takes at once. Older audio is a gap.
 */
export const micOutboxMs = 30_000;

/** How fast a page may send what it kept, as a multiple of real time. */
export const resumeSpeed = 4;

/** Unsent bytes in a socket at which its owner stops giving it audio: `ws` itself never pushes back. */
export const maxBufferedBytes = 256 * 1024;

/** How often a page asks for a sign of life with `ping`, in ms; browsers cannot send WebSocket pings. */
export const clientPingMs = 5000;
