import type { Reply } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { Transcript } from './transcript.js';

const reply = (said: Partial<Reply>): Reply => ({
  status: 'spoken',
  spoken: '',
  text: said.spoken ?? '',
  heardMs: 0,
  exact: true,
  latency: {
    committedMs: undefined,
    firstTokenMs: undefined,
    firstAudioMs: undefined,
    voiceToVoiceMs: undefined,
  },
  speculation: undefined,
  error: undefined,
  ...said,
});

describe('the transcript', () => {
  it('has the lines in the order in which they began, with the latest text of a turn', () => {
    const transcript = new Transcript();
    const turn = { refinedText: 'в пятнадцать тридцать' };
    const latency = { ...reply({}).latency, voiceToVoiceMs: 1234.4 };
    transcript.bot(4000, reply({ spoken: 'Записала.', latency }));
    transcript.caller(2500, turn);
    transcript.bot(0, reply({ spoken: 'Здравствуйте!' }));
    turn.refinedText = 'В 15:30.';
    expect(transcript.toString()).toBe(
      '   0.0 s  bot     Здравствуйте!\n' +
        '   2.5 s  caller  В 15:30.\n' +
        '   4.0 s  bot     Записала.  [after 1234 ms]\n',
    );
  });

  it('tells what was not heard of an interrupted reply', () => {
    const transcript = new Transcript();
    transcript.bot(0, reply({ status: 'interrupted', spoken: 'Завтра', text: 'Завтра в 15:30.' }));
    transcript.bot(1, reply({ status: 'skipped', text: 'Поздно.' }));
    expect(transcript.toString()).toMatch(/Завтра {2}\(interrupted; not heard: в 15:30\.\)$/m);
    expect(transcript.toString()).toMatch(/bot {5}\(skipped; not heard: Поздно\.\)$/m);
  });
});
