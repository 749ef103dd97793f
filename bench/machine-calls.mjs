/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const phrases = [
  'здравствуйте хочу записаться на стрижку',
  'а завтра вечером есть свободное время',
  'да давайте в половине седьмого',
  'нет подождите это слишком поздно',
  'сколько стоит мужская стрижка вместе с бородой',
  'хорошо тогда запишите меня на субботу утром если мастер будет тот же что и в прошлый раз',
  'спасибо до свидания',
];
/** Answers to a bot that speaks: most do not take the turn. */
const asides = ['угу', 'да да', 'ага', 'стоп', 'ну'];

/**
 * What happens to the turn machine in a call of `lengthMs`: a caller who asks, interrupts, murmurs, presses keys and
 * hangs up; a bot that answers each turn; the machine's own timers. Returns each event with its moment, to be played
 * to another machine, which will go through the same states.
 */
export function machineCall({ step, initialTurnState, rules, seed, lengthMs }) {
  const random = randomFrom(seed);
  const between = (low, high) => low + random() * (high - low);
  const oneOf = (list) => list[Math.floor(random() * list.length)];

  const moments = [];
  const agenda = [];
  let state = initialTurnState;
  let nowMs = 0;
  /** Timers by name and pending happenings of speeches by id: what is cancelled there does not happen. */
  const pending = new Map();
  const speeches = new Map();
  let speechId = 0;
  let playedMs = 0;
  let sounding;
  const heardMs = () => playedMs + (sounding ? nowMs - sounding.sinceMs : 0);

  const at = (delayMs, event, key = Symbol('once')) => {
    const entry = { atMs: nowMs + delayMs, event, key };
    pending.set(key, entry);
    agenda.push(entry);
  };
  const speak = (item) => {
    const id = (speechId += 1);
    speeches.set(id, { leftMs: between(1500, 6000) });
    return { type: 'speech-requested', item: { id, turnId: undefined, interruptible: true, ...item } };
  };
  const sound = (id) => {
    sounding = { id, sinceMs: nowMs };
    at(speeches.get(id).leftMs, { type: 'speech-drained', id }, id);
  };
  const fallSilent = () => {
    if (!sounding) return;
    const playedNowMs = nowMs - sounding.sinceMs;
    speeches.get(sounding.id).leftMs -= playedNowMs;
    playedMs += playedNowMs;
    sounding = undefined;
  };

  const effects = {
    timer: ({ name, delayMs }) => at(delayMs, { type: 'timer', name }, name),
    'cancel-timer': ({ name }) => pending.delete(name),
    'start-speech': ({ id }) => at(between(150, 400), { type: 'first-audio', id }, id),
    'release-audio': ({ id }) => sound(id),
    'pause-speech': ({ id }) => pending.delete(id),
    'resume-speech': ({ id }) => sound(id),
    'stop-speech': ({ id }) => pending.delete(id),
    'clear-sink': ({ id }) => {
      fallSilent();
      at(between(1, 30), { type: 'sink-cleared', id });
    },
    'settle-speech': ({ id }) => {
      if (sounding?.id === id) fallSilent();
      if (speeches.get(id).next) at(1, { type: 'next' });
    },
    'say-apology': () => at(0, speak({ kind: 'apology', interruptible: false })),
    'yield-turn': ({ turn }) => {
      const request = speak({ kind: 'reply', turnId: turn.id });
      speeches.get(request.item.id).next = true;
      at(1, request);
    },
  };

  let utterance = 0;
  let finals = 0;
  const utter = () => {
    const words = (random() < 0.25 ? oneOf(asides) : oneOf(phrases)).split(' ');
    // Now and then it may be the bot's own voice, and is.
    const echo = random() < 0.1;
    const startMs = nowMs;
    let spentMs = 0;
    for (let count = 1; count <= words.length; count += 1) {
      spentMs += between(200, 450);
      const text = words.slice(0, count).join(' ');
      at(spentMs, { type: 'partial', utterance, text, startMs, endMs: nowMs + spentMs, unsure: echo });
    }
    const text = words.join(' ');
    const endMs = nowMs + spentMs;
    at(
      spentMs + 500,
      echo
        ? { type: 'partial', utterance, text: '', startMs, endMs }
        : { type: 'final', utterance, index: finals, text, startMs, endMs },
    );
    at(spentMs + 700, { type: 'utterance-end', utterance });
    utterance += 1;
    finals += 1;
    return spentMs + 700;
  };

  at(0, { type: 'next' });
  at(0, speak({ kind: 'say' }));
  for (let idleMs = 0; idleMs < lengthMs; idleMs += between(1000, 7000)) {
    const kind = random();
    const happening =
      kind < 0.94 ? utter : kind < 0.97 ? { type: 'interrupt' } : { type: 'text', text: 'да' };
    at(idleMs, happening);
  }
  at(lengthMs, { type: 'caller-gone' });
  at(lengthMs + 500, { type: 'hearing-ended' });

  for (;;) {
    let first = agenda[0];
    for (const entry of agenda) if (entry.atMs < first.atMs) first = entry;
    if (!first) return moments;
    agenda.splice(agenda.indexOf(first), 1);
    if (pending.get(first.key) !== first) continue;
    pending.delete(first.key);
    nowMs = first.atMs;
    if (first.event === utter) {
      // One voice, one utterance at a time.
      const busyMs = utter();
      for (const entry of agenda) if (entry.event === utter) entry.atMs += busyMs;
      continue;
    }
    const moment = { event: first.event, at: { nowMs, heardMs: heardMs() } };
    moments.push(moment);
    const result = step(state, moment.event, moment.at, rules);
    state = result.state;
    for (const effect of result.effects) effects[effect.type]?.(effect);
  }
}
