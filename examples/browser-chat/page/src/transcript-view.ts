import type { BotEntry, CallerEntry, ClientState, TranscriptEntry, TurnSummary } from '@rechka/web/client';
import { element, icon } from './element.js';
import { turnBar } from './turn-bar.js';
import type { Words } from './words/words.js';

interface Shown {
  item: HTMLLIElement;
  entry: TranscriptEntry;
  turn: TurnSummary | undefined;
  words: Words;
}

/** How near its end a conversation must be to be kept there when it grows. */
const nearPx = 80;

/** The conversation: what changes is drawn anew, everything else stays as it is. */
export class TranscriptView {
  readonly #shown = new Map<string, Shown>();
  #follows = true;

  constructor(
    private readonly list: HTMLOListElement,
    private readonly scroller: HTMLElement,
  ) {
    // Who has scrolled back reads there; who returns to the end wants to stay at it.
    scroller.addEventListener('scroll', () => {
      this.#follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    });
    // The keyboard of a phone, or a notice, takes room away.
    new ResizeObserver(() => this.#keepUp()).observe(scroller);
  }

  /** Goes to the end, and along with it. */
  follow(): void {
    this.#follows = true;
  }

  show({ transcript, turns }: ClientState, words: Words): void {
    const { list } = this;
    const gone = new Set(this.#shown.keys());
    let before: Element | null = null;
    for (const entry of transcript) {
      gone.delete(entry.id);
      const { item } = this.#draw(entry, turnOf(entry, turns), words);
      if (item.previousElementSibling !== before || item.parentElement !== list) {
        if (before === null) list.prepend(item);
        else before.after(item);
      }
      before = item;
    }
    for (const id of gone) {
      this.#shown.get(id)?.item.remove();
      this.#shown.delete(id);
    }
    this.#keepUp();
  }

  #keepUp(): void {
    if (this.#follows && this.#shown.size > 0) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #draw(entry: TranscriptEntry, turn: TurnSummary | undefined, words: Words): Shown {
    const shown = this.#shown.get(entry.id);
    if (shown?.entry === entry && shown.turn === turn && shown.words === words) return shown;
    const item = shown?.item ?? element('li');
    item.className = `entry from-${entry.from}`;
    item.replaceChildren(...content(entry, turn, words));
    const drawn = { item, entry, turn, words };
    this.#shown.set(entry.id, drawn);
    return drawn;
  }
}

/** The turn whose figures belong under an entry: once its answer is over. */
function turnOf(entry: TranscriptEntry, turns: readonly TurnSummary[]): TurnSummary | undefined {
  if (entry.from !== 'bot' || entry.kind !== 'reply') return undefined;
  return turns.find(({ turnId, status }) => turnId === entry.turnId && status !== 'open');
}

function content(entry: TranscriptEntry, turn: TurnSummary | undefined, words: Words): Node[] {
  switch (entry.from) {
    case 'caller':
      return [callerBubble(entry, words)];
    case 'bot': {
      const bar = turn && turnBar(turn, words);
      return [botBubble(entry, words), ...(bar ? [bar] : [])];
    }
    case 'gap':
      return [element('p', { class: 'gap' }, words.gap((entry.durationMs / 1000).toFixed(1)))];
  }
}

function callerBubble({ text, partial, source }: CallerEntry, words: Words): HTMLElement {
  const bubble = element('p', { class: 'bubble' }, element('span', { class: 'unseen' }, `${words.you}: `));
  if (text !== '') bubble.append(element('span', { class: 'said', lang: 'ru' }, text));
  if (partial !== '')
    bubble.append(text === '' ? '' : ' ', element('span', { class: 'partial', lang: 'ru' }, partial));
  if (source === 'text') {
    bubble.append(element('small', {}, icon('text'), words.written));
  }
  return bubble;
}

function botBubble({ text, unheard, status }: BotEntry, words: Words): HTMLElement {
  const bubble = element('p', { class: 'bubble' }, element('span', { class: 'unseen' }, `${words.bot}: `));
  if (text !== '') bubble.append(element('span', { class: 'said', lang: 'ru' }, text));
  else if (status === 'speaking')
    bubble.append(element('span', { class: 'dots', 'aria-hidden': 'true' }, '···'));
  if (unheard !== '') {
    bubble.append(element('span', { class: 'unseen' }, ` (${words.unheard}: `));
    bubble.append(element('s', { class: 'unheard', lang: 'ru' }, unheard));
    bubble.append(element('span', { class: 'unseen' }, ')'));
  }
  if (status === 'interrupted') bubble.append(element('small', {}, icon('interrupt'), words.interrupted));
  if (status === 'failed') bubble.append(element('small', {}, words.failed));
  return bubble;
}
