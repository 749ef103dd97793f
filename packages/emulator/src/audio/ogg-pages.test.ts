import { describe, expect, it } from 'vitest';
import { OggPageWriter } from './ogg-pages.js';

/** The pages of 0.1 s of silence as FFmpeg writes them (libopus, bit-exact, serial number 0x12345678). */
const byFfmpeg = [
  '4f6767530002000000000000000078563412000000003d11c0bb0113' + '4f707573486561640101380180bb0000000000',
  '4f676753000000000000000000007856341201000000a403032101' +
    '2e4f707573546167730600000066666d7065670100000014000000656e636f6465723d4c617663206c69626f707573',
  '4f6767530004f813000000000000785634120200000088a29ed006030303030303' +
    'f8fffef8fffef8fffef8fffef8fffef8fffe',
];

describe('Ogg pages', () => {
  it('are those of FFmpeg, byte for byte', () => {
    const writer = new OggPageWriter(0x1234_5678);
    const silence = Buffer.from('f8fffe', 'hex');
    const pages = [
      writer.write({ packets: [Buffer.from(byFfmpeg[0]!.slice(56), 'hex')], granule: 0 }),
      writer.write({ packets: [Buffer.from(byFfmpeg[1]!.slice(56), 'hex')], granule: 0 }),
      writer.write({ packets: Array.from({ length: 6 }, () => silence), granule: 5112, last: true }),
    ];
    expect(pages.map((page) => Buffer.from(page).toString('hex'))).toEqual(byFfmpeg);
  });

  it('tell where packets of any length end', () => {
    const lengths = [0, 1, 254, 255, 256, 510, 1274];
    const packets = lengths.map((length) => new Uint8Array(length));
    const page = new OggPageWriter(1).write({ packets, granule: 0 });
    const lacing = [...page.subarray(27, 27 + (page[26] ?? 0))];
    const told: number[] = [];
    let length = 0;
    for (const value of lacing) {
      length += value;
      if (value === 255) continue;
      told.push(length);
      length = 0;
    }
    expect(told).toEqual(lengths);
    expect(page).toHaveLength(27 + lacing.length + lengths.reduce((sum, each) => sum + each, 0));
  });
});
