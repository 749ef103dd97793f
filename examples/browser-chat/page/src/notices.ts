import type { ClientState, VoiceClientError } from '@rechka/web/client';
import { element } from './element.js';
import type { Trouble, Words } from './words/words.js';

/** Something the person should know, and what they can press about it. */
interface Notice {
  kind: 'error' | 'hint';
  what: string;
  cure: string;
  action?: 'retry' | 'settings';
}

/** What is wrong and what helps, above the controls. */
export class Notices {
  #shown = '';

  constructor(
    private readonly place: HTMLElement,
    private readonly actions: Readonly<Record<'retry' | 'settings', () => void>>,
  ) {}

  show(state: ClientState, words: Words): void {
    const notices = noticesOf(state, words);
    const key = JSON.stringify(notices);
    // Made anew, an alert would be read aloud again.
    if (key === this.#shown) return;
    this.#shown = key;
    this.place.replaceChildren(...notices.map((notice) => this.#draw(notice, words)));
  }

  #draw({ kind, what, cure, action }: Notice, words: Words): HTMLElement {
    const label = { retry: words.retry, settings: words.openSettings };
    const text = element('p', {}, element('b', {}, what), cure === '' ? '' : ` ${cure}`);
    const drawn = element(
      'div',
      { class: `notice ${kind}`, role: kind === 'error' ? 'alert' : 'status' },
      text,
    );
    if (action) {
      const button = element('button', { type: 'button' }, label[action]);
      button.onclick = this.actions[action];
      drawn.append(button);
    }
    return drawn;
  }
}

function noticesOf(state: ClientState, words: Words): Notice[] {
  const { error, fault, connection, sound, microphone, echoCanceller, recovering } = state;
  const hint = ({ what, cure }: Trouble): Notice => ({ kind: 'hint', what, cure });
  const isTalking = connection === 'connected';
  return [
    ...(error ? [errorNotice(error, isTalking, words)] : []),
    ...(fault ? [{ kind: 'error' as const, what: words.fault(fault), cure: '' }] : []),
    ...(isTalking && sound === 'stopped' ? [hint(words.soundStopped)] : []),
    ...(isTalking && microphone === 'on' && !echoCanceller ? [hint(words.noEchoCanceller)] : []),
    ...(isTalking && recovering ? [hint({ what: words.recovering, cure: '' })] : []),
  ];
}

function errorNotice(error: VoiceClientError, isTalking: boolean, words: Words): Notice {
  const { code, reason = 'failed' } = error;
  const trouble = code === 'ERR_REFUSED' ? words.refusals[reason] : words.errors[code];
  const isMicrophone = code === 'ERR_NO_MICROPHONE' || code === 'ERR_MICROPHONE_BUSY';
  return {
    kind: 'error',
    ...trouble,
    ...(isMicrophone ? { action: 'settings' as const } : isTalking ? {} : { action: 'retry' as const }),
  };
}
