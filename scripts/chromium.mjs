import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where Chromium is, if it is installed: what the tests of the page and its measurements run in. */
export function findChromium() {
  return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}

/** How both start it: its microphone plays `wav`, and nothing it does by itself disturbs. */
export function chromiumArgs(wav) {
  return [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${wav}`,
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}
