import { mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rawWords } from '@rechka/core';
import { greeting } from '@rechka/example-shared';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../../../packages/web/src/client/test-support/chromium.js';
import { lines as scripted } from '../server/about.js';
import { buildPage } from './build-page.js';
import { type Chat, openChat } from './chat.js';
import { wordsPlayed } from './loudspeaker.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = fileURLToPath(new URL('../out', import.meta.url));
/** What a slow machine may take for anything; nothing is measured by it. */
const patienceMs = 30_000;

/**
 * The recording cannot wait for the bot: it leaves it time enough on a machine that has other things to do. And it does
 * not begin with what the bot has just said, which would be an echo if that came late.
 */
const lines = [
  { atMs: 5000, text: 'Добрый день, хочу записаться на стрижку' },
  { atMs: 12_000, text: 'Завтра в 15:30' },
  { atMs: 18_500, text: 'Меня зовут Иван Петров' },
];
const replies = ['Конечно! На какой день?', 'Записала. Как вас зовут?', 'Спасибо, Иван. Ждём вас!'];
const story =
  'Сначала мы моем голову, потом стрижём, потом укладываем, потом показываем в зеркале, и в конце пьём кофе с конфетами';

interface Line {
  from: string;
  text: string;
  unheard: string;
  interrupted: boolean;
}

/** The transcript as a person reads it. */
function transcript(page: Page): Promise<Line[]> {
  return page.locator('#transcript > li').evaluateAll((items: HTMLElement[]) =>
    items.map((item) => ({
      from: item.className.replace(/.*from-/, ''),
      text: [...item.querySelectorAll('.said, .partial, .gap')].map((part) => part.textContent).join(' '),
      unheard: item.querySelector('.unheard')?.textContent ?? '',
      interrupted: item.querySelector('.bubble small') !== null,
    })),
  );
}

const textsOf = (from: string, read: readonly Line[]) =>
  read.filter((line) => line.from === from).map(({ text }) => text);

/** Waits until the transcript is as wanted, and gives it; fails with what it is instead. */
async function until(page: Page, wanted: (read: Line[]) => boolean, what: string): Promise<Line[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const read = await transcript(page);
    if (wanted(read)) return read;
    if (Date.now() > deadline) throw new Error(`No ${what} in ${JSON.stringify(read, undefined, 1)}`);
    await page.waitForTimeout(100);
  }
}

/** Waits until the page says so. */
async function state(page: Page, shown: string): Promise<void> {
  await page.locator(`#pill[data-state="${shown}"]`).waitFor({ timeout: patienceMs });
}

const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: patienceMs });

/** What is wrong by the rules of accessibility; nothing moves meanwhile, for what fades in has no contrast yet. */
async function judge(page: Page): Promise<unknown[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
    }));
  });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  return violations;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' });
}

describe.skipIf(chromiumPath === undefined)('the page in Chromium', () => {
  let built: Awaited<ReturnType<typeof buildPage>>;
  let chat: Chat | undefined;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    built = await buildPage();
  });

  afterEach(async () => {
    await chat?.close();
    chat = undefined;
  });

  afterAll(() => built.remove());

  async function open(options: Parameters<typeof openChat>[1] = {}, language: 'ru' | 'en' = 'ru') {
    await chat?.close();
    chat = await openChat(built.folder, options);
    return { chat, page: await chat.newPage(language) };
  }

  // A machine with much else to do makes the browser's own audio skip now and then: hence the second chances.
  it('holds a conversation of three turns: every word is read and heard', { retry: 2 }, async () => {
    const { chat, page } = await open({ says: lines, emulator: { gpt: { reply: replies } } });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.click('#talk');
    await until(page, (read) => textsOf('bot', read).includes(greeting), 'greeting');
    await state(page, 'hearing');
    await picture(page, 'phone-light-hearing');
    const read = await until(page, (now) => textsOf('bot', now).includes(replies[2] ?? ''), 'third answer');
    await state(page, 'listening');

    expect(textsOf('caller', read)).toEqual(lines.map(({ text }) => text));
    expect(textsOf('bot', read)).toEqual([greeting, ...replies]);
    expect((await wordsPlayed(page)).join(' ')).toBe([greeting, ...replies].join(' '));

    // Each turn has its figures, in a table too, and the log for screen readers has each line once.
    await eventually(() => page.locator('#transcript table').count()).toBe(3);
    const rows = await page.locator('#transcript table').first().locator('tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').length)).toEqual([3, 3, 3, 3]);
    expect(await page.locator('#log p').allTextContents()).toEqual(
      read.map(({ from, text }) => `${from === 'bot' ? 'Администратор' : 'Вы'}: ${text}`),
    );
    await picture(page, 'phone-light');
    expect(await judge(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'phone-dark');
    expect(await judge(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await picture(page, 'desktop-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await picture(page, 'desktop-light');

    await page.click('#hang-up');
    await state(page, 'ended');
    expect(chat.errors).toEqual([]);
  });

  it('falls silent for the caller, and shows what was not heard', { retry: 2 }, async () => {
    const says = [
      { atMs: 4500, text: 'Расскажите' },
      { atMs: 10_500, text: 'Подождите, не надо' },
    ];
    const { chat, page } = await open({ says, emulator: { gpt: { reply: [story, 'Хорошо.'] } } });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.click('#talk');
    const read = await until(page, (now) => textsOf('bot', now).includes('Хорошо.'), 'second answer');
    const cut = read[2];
    expect(cut).toMatchObject({ from: 'bot', interrupted: true });
    expect(`${cut?.text ?? ''}${cut?.unheard ?? ''}`.trim()).toBe(story);
    expect(rawWords(cut?.text ?? '').length).toBeGreaterThan(1);
    expect(rawWords(cut?.unheard ?? '').length).toBeGreaterThan(1);
    expect(textsOf('caller', read)).toEqual(says.map(({ text }) => text));

    // What sounded is what is shown as heard; the word at the cut counts when half of it sounded.
    await state(page, 'listening');
    const played = (await wordsPlayed(page)).filter((word) => word !== '?');
    const heard = rawWords(played.join(' ')).slice(rawWords(greeting).length, -1);
    const shown = rawWords(cut?.text ?? '');
    expect(shown.slice(0, heard.length)).toEqual(heard);
    expect(shown.length - heard.length).toBeLessThanOrEqual(1);
    expect(played.at(-1)).toBe('Хорошо.');
    await picture(page, 'phone-light-interrupted');
    expect(await judge(page)).toEqual([]);
    expect(chat.errors).toEqual([]);
  });

  it('loses no word when its connection is cut', { retry: 2 }, async () => {
    const said = 'Добрый день, хочу записаться на стрижку завтра вечером';
    const answer = 'Завтра свободно в одиннадцать и в восемнадцать часов';
    const { chat, page } = await open({
      says: [{ atMs: 5000, text: said }],
      emulator: { gpt: { reply: [answer] } },
    });
    await page.click('#talk');
    /** At any moment, for any time. */
    const cut = async (withinMs: number, forMs: number) => {
      const [afterMs, awayMs] = [Math.random() * withinMs, Math.random() * forMs];
      process.stdout.write(`      cut after ${afterMs.toFixed(0)} ms, for ${awayMs.toFixed(0)} ms\n`);
      await page.waitForTimeout(afterMs);
      chat.proxy.down = true;
      chat.proxy.cut();
      await page.waitForTimeout(awayMs);
      chat.proxy.down = false;
    };
    // While the caller speaks, for up to 10 s, in which the recogniser has to be kept alive with silence in the middle
    // of a word; and again while they hear the answer.
    await until(page, (read) => textsOf('caller', read).join().length > 5, 'first words');
    await cut(3000, 10_000);
    await until(page, (read) => textsOf('bot', read).length === 2, 'answer');
    await state(page, 'speaking');
    await cut(2000, 2000);
    await until(page, (read) => textsOf('bot', read).includes(answer), 'whole answer');
    await state(page, 'listening');
    const read = await transcript(page);
    expect(read.map(({ from }) => from)).toEqual(['bot', 'caller', 'bot']);
    expect(textsOf('caller', read).flatMap(rawWords)).toEqual(rawWords(said));
    const played = await wordsPlayed(page);
    const wanted = `${greeting} ${answer}`.split(' ');
    expect(played).toHaveLength(wanted.length);
    // In a cut of up to 2 s the sound may run dry in the middle of a word, which then is not understood.
    expect(['', '?']).toContain(played.filter((word, at) => word !== wanted[at]).join(' '));
    expect(chat.errors).toEqual([]);
  });

  it('does without a microphone, and hears when it is allowed', { retry: 2 }, async () => {
    // A voice without words, which the emulator takes for the first line of its script.
    const { chat, page } = await open({ says: [{ atMs: 1500, voiceMs: 2000 }] });
    await chat.allowMicrophone(false);
    await page.click('#talk');
    const notice = page.locator('#notices [role=alert]');
    await eventually(() => notice.textContent()).toMatch(/не разрешён микрофон\. Разрешите/);
    await picture(page, 'desktop-light-denied');
    expect(await judge(page)).toEqual([]);
    await page.fill('#text', 'Где вы находитесь?');
    await page.keyboard.press('Enter');
    const read = await until(
      page,
      (now) => textsOf('bot', now).some((text) => text.includes('Ленина')),
      'address',
    );
    expect(textsOf('caller', read)).toEqual(['Где вы находитесь?']);
    await chat.allowMicrophone(true);
    await eventually(() => notice.count()).toBe(0);
    await page.locator('#talk[data-look=speak]').waitFor();
    await until(page, (now) => textsOf('caller', now).at(-1) === scripted[0], 'line of the script');
    expect(chat.errors).toEqual([]);
  });

  it('says that the browser wants a click, and starts with one', async () => {
    const { chat, page } = await open();
    // A script of the page is no person.
    await page.addInitScript(() =>
      addEventListener('load', () => setTimeout(() => document.querySelector<HTMLElement>('#talk')?.click())),
    );
    await page.reload();
    await eventually(() => page.locator('#notices').textContent()).toContain('не включает звук без нажатия');
    await page.locator('#notices button').click();
    await state(page, 'listening');
    expect(await page.locator('#notices').textContent()).toBe('');
    expect(chat.errors).toEqual([]);
  });

  it('sends what is chosen to the server, and speaks English if asked to', async () => {
    const { chat, page } = await open();
    await page.click('#talk');
    await until(page, (read) => textsOf('bot', read).includes(greeting), 'greeting');
    await page.click('#settings-open');
    await page.selectOption('[name=voice]', 'jane');
    await page.selectOption('[name=role]', 'evil');
    await page.locator('[name=speed]').fill('1.2');
    expect(await judge(page)).toEqual([]);
    await picture(page, 'desktop-light-settings');
    await page.selectOption('[name=language]', 'en');
    await page.selectOption('[name=theme]', 'dark');
    expect(await judge(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#pill').innerText()).toMatch(/^(Listening|Speaking)$/);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.locator('#lines button').first().click();
    await until(page, (now) => textsOf('bot', now).some((text) => text.includes('полторы')), 'price');
    const asked = chat.emulator.log.flatMap((entry) =>
      entry.service === 'tts' && entry.type === 'options' ? [JSON.stringify(entry.options)] : [],
    );
    expect(asked[0]).toContain('marina');
    expect(asked.at(-1)).toMatch(/jane/);
    expect(asked.at(-1)).toMatch(/evil/);
    expect(asked.at(-1)).toMatch(/1\.2/);
    await picture(page, 'desktop-dark-english');
    // And they are there the next time.
    expect(await page.evaluate(() => localStorage.getItem('rechka'))).toContain('jane');
    expect(chat.errors).toEqual([]);
  });

  it('obeys keys', async () => {
    const { chat, page } = await open({ emulator: { gpt: { reply: [story] } } });
    const pressed = () => page.locator('#talk').getAttribute('aria-pressed');
    await page.keyboard.press(' ');
    await until(page, (read) => textsOf('bot', read).includes(greeting), 'greeting');
    await state(page, 'listening');
    await page.keyboard.press(' ');
    expect(await pressed()).toBe('true');
    await state(page, 'muted');
    await page.keyboard.press(' ');
    expect(await pressed()).toBe('false');
    // In a field they are what they always are.
    await page.focus('#text');
    await page.keyboard.type('Расскажите о себе');
    await page.keyboard.press('Enter');
    await until(page, (read) => textsOf('bot', read).length === 2, 'answer');
    await state(page, 'speaking');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(500);
    expect(await page.locator('#pill').getAttribute('data-state')).toBe('speaking');
    await page.focus('#talk');
    await page.keyboard.press('Escape');
    const read = await until(page, (now) => now.at(-1)?.interrupted === true, 'interruption');
    expect(textsOf('caller', read)).toEqual(['Расскажите о себе']);
    expect(chat.errors).toEqual([]);
  });

  it('looks calm before anything happens, and is served with a strict policy to this machine only', async () => {
    const { chat, page } = await open();
    for (const [name, width, height] of [
      ['phone', 390, 844],
      ['desktop', 1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await picture(page, `${name}-${colorScheme}-idle`);
        expect(await judge(page)).toEqual([]);
      }
    }
    const { port } = new URL(chat.url);
    const asked = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
      request(`${chat.url}/token`, { method: 'POST', headers }, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end();
    });
    expect(asked).toBe(401);
    const answer = await fetch(chat.url);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect((await fetch(`${chat.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${chat.url}/%2e%2e/package.json`)).status).toBe(404);
    expect(chat.errors).toEqual([]);
  });
});
