/** Nearly every host: its own samples are PCM already, and copying bytes is ten times as fast as making samples. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Samples of little-endian 16-bit PCM, a copy. A byte left over at the end is ignored. */
export function pcmToSamples(data: Uint8Array): Int16Array {
  const samples = new Int16Array(data.byteLength >> 1);
  if (isLittleEndian) {
    new Uint8Array(samples.buffer).set(data.subarray(0, samples.byteLength));
    return samples;
  }
  for (let i = 0; i < samples.length; i++) {
    samples[i] = (data[2 * i] ?? 0) | ((data[2 * i + 1] ?? 0) << 8);
  }
  return samples;
}

/** Samples as little-endian 16-bit PCM, on a host of any endianness. */
export function samplesToPcm(samples: Int16Array): Uint8Array {
  const data = new Uint8Array(samples.length * 2);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0;
    data[2 * i] = sample & 0xff;
    data[2 * i + 1] = (sample >> 8) & 0xff;
  }
  return data;
}
