import { VoicePipeline } from '@rechka/core';
import { simulateCall, type SimulatedApp } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { understand, type SpokenPhone } from '@rechka/russian/understanding';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { describe, expect, it } from 'vitest';

/** A Wednesday. */
const now = '2026-11-25T12:20';
const openingHours = { from: '10:00', to: '21:00' };

/** What a booking needs, as far as it is known. */
interface Booking {
  date?: string;
  time?: string;
  name?: string;
  phone?: SpokenPhone;
  confirmed: boolean;
}

type Question = 'date' | 'time' | 'name' | 'phone' | 'yes-no';

function nextQuestion({ date, time, name, phone }: Booking): Question {
  if (date === undefined) return 'date';
  if (time === undefined) return 'time';
  if (name === undefined) return 'name';
  return phone?.status === 'complete' ? 'yes-no' : 'phone';
}

/** What a booking comes to with one more utterance. A correction may be of anything that was said before. */
function withHeard(booking: Booking, text: string): Booking {
  const expected = nextQuestion(booking);
  const mayGoOn = expected === 'phone' || expected === 'yes-no';
  const { answer, when, names, phones } = understand(text, {
    now,
    openingHours,
    expect: expected,
    phone: mayGoOn ? booking.phone : undefined,
  });
  const heard: Booking = { ...booking };
  for (const { readings, excluded } of when) {
    if (excluded) continue;
    const [{ date, time }] = readings;
    if (date?.from !== undefined) heard.date = date.from;
    if (time?.from !== undefined) heard.time = time.from;
  }
  const [name] = names;
  if (name !== undefined) heard.name = [name.first, name.last].filter(Boolean).join(' ');
  const [phone] = phones;
  if (phone !== undefined) heard.phone = phone;
  heard.confirmed = expected === 'yes-no' && phone === undefined && when.length === 0 && answer === 'yes';
  return heard;
}

function questionOf(booking: Booking): string {
  const { phone } = booking;
  switch (nextQuestion(booking)) {
    case 'date':
      return 'На какой день вас записать?';
    case 'time':
      return 'Во сколько вам удобно?';
    case 'name':
      return `Записываю на ${booking.time}. Как вас зовут?`;
    case 'phone':
      return phone === undefined ? 'Продиктуйте ваш телефон.' : 'Слушаю дальше.';
    case 'yes-no':
      return `Телефон ${phone?.number}. Всё верно?`;
  }
}

interface Heard {
  /** By the words of the recogniser, as they came. */
  booked: Booking;
  /** What the turns said, as the recogniser wrote it and with figures. */
  texts: string[];
  refined: string[];
}

async function bookingCall(
  talk: (caller: Awaited<ReturnType<typeof simulateCall>>) => Promise<void>,
  options: Parameters<typeof simulateCall>[1] = {},
): Promise<Heard> {
  let booked: Booking = { confirmed: false };
  const turns: { text: string; refinedText: string }[] = [];
  const caller = await simulateCall(async ({ call, env }: SimulatedApp) => {
    const cloud = fromEnv(env);
    const stt = new SpeechKitStt(cloud);
    const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
    const pipeline = new VoicePipeline({ call, stt, tts, language: russian() });
    void pipeline.say('Барбершоп «Стиль», здравствуйте! На какой день вас записать?');
    for await (const turn of pipeline.turns()) {
      turns.push(turn);
      booked = withHeard(booked, turn.text);
      await turn.reply(booked.confirmed ? 'Записала вас. До встречи!' : questionOf(booked));
    }
    for (const client of [stt, tts]) client.close();
  }, options);
  await talk(caller);
  await caller.hangsUp();
  return {
    booked,
    texts: turns.map(({ text }) => text),
    refined: turns.map(({ refinedText }) => refinedText),
  };
}

const summaryOf = ({ date, time, name, phone, confirmed }: Booking) => ({
  date,
  time,
  name,
  phone: phone?.number,
  confirmed,
});

/** The booking that the same turns come to as figures. */
function replayed(texts: readonly string[]): Booking {
  return texts.reduce<Booking>(withHeard, { confirmed: false });
}

describe('a booking by phone', () => {
  it('hears dates, corrections, names and a phone in groups, in words and in figures alike', async () => {
    const { booked, texts, refined } = await bookingCall(async (caller) => {
      await caller.hears(/какой день/);
      await caller.says('Запишите меня на послезавтра в 15:00');
      await caller.hears(/как вас зовут/i);
      await caller.says(['Нет', 300, 'не в 15:00, а в 16:00']);
      await caller.hears(/шестнадцать/i);
      await caller.says('Меня зовут Иван Петров');
      await caller.hears(/продиктуйте/i);
      await caller.says(['8 912', 400, '300']);
      await caller.hears(/дальше/i);
      await caller.says(['45', 400, '67', 500, '89']);
      await caller.hears(/верно/i);
      await caller.says('Нет, не 89, а 88');
      await caller.hears(/верно/i);
      await caller.says('Да, всё верно');
      await caller.hears(/до встречи/i);
    });
    const expected = {
      date: '2026-11-27',
      time: '16:00',
      name: 'Иван Петров',
      phone: '+79123456788',
      confirmed: true,
    };
    expect(summaryOf(booked), texts.join('\n')).toEqual(expected);
    expect(texts.join(' '), 'the recogniser writes words').not.toMatch(/\d/);
    expect(refined.join(' '), 'and figures later').toMatch(/\d/);
    expect(summaryOf(replayed(refined)), refined.join('\n')).toEqual(expected);
  });
});
