// How often the bot takes its own echo for the caller, and how often it misses a caller who interrupts, on lines that
// give its voice back at various levels and delays. Whole calls in virtual time; see echo-trial.mjs.
//
//   npm run build && node bench/echo.mjs [minutes of bot speech a delay] [interruptions a delay] [leaks] [errors]
//     [texts] [unsteadiness]
//
// errors: words of a hundred that the recogniser gets altogether wrong, on top of the emulator's own mistakes.
// texts: those that the guard's figures were chosen on (tuning), and others (held-out).
// unsteadiness: by how many dB the loudness of both voices wanders; people's does by 3 and more.
// «No guard» is what taking every transcript for the caller's would have done to the same calls. «Unheard at best»: of
// the same interruptions, how many leave no word in any transcript though the bot falls silent by itself 300 ms after
// they began; no guard can do much better, as one that hears words learns of them no sooner.
import { echoTrial } from './echo-trial.mjs';
import { percentile, table } from './statistics.mjs';

const [
  speechMinutes = '2',
  bargeIns = '25',
  leaks = '6,0,-6,-12,-20,-30,-Infinity',
  errorPercents = '0,5',
  texts = 'tuning,held-out',
  unsteadiness = '0,3',
] = process.argv.slice(2);
const delaysMs = [0, 50, 120, 250, 400];
const soonestMs = 300;

async function row({ leakDb, errors, texts, unsteadyDb }) {
  const trials = [];
  const best = [];
  for (const [index, delayMs] of delaysMs.entries()) {
    const line = { leakDb, delayMs, errors: errors / 100, texts, unsteadyDb, seed: index + 1 };
    trials.push(
      await echoTrial({ ...line, speechMinutes: Number(speechMinutes), bargeIns: Number(bargeIns) }),
    );
    best.push(await echoTrial({ ...line, bargeIns: Number(bargeIns), fallsSilentAfterMs: soonestMs }));
  }
  const sum = (name, of = trials) => of.reduce((total, trial) => total + trial[name], 0);
  const perTenMinutes = (name) => ((sum(name) * 600_000) / sum('speechMs')).toFixed(1);
  const share = (name, of = trials) =>
    `${sum(name, of)} (${((100 * sum(name, of)) / sum('bargeIns', of)).toFixed(1)} %)`;
  const waits = trials.flatMap(({ waitsMs }) => waitsMs);
  return [
    leakDb === Number.NEGATIVE_INFINITY ? 'none' : `${leakDb} dB`,
    `${errors} %`,
    `± ${unsteadyDb} dB`,
    texts,
    (sum('speechMs') / 60_000).toFixed(1),
    perTenMinutes('utterances'),
    perTenMinutes('falseBargeIns'),
    perTenMinutes('falsePauses'),
    sum('bargeIns'),
    share('missed'),
    sum('missedUnheard'),
    sum('missedNoticed'),
    share('unheard', best),
    waits.length > 0 ? percentile(waits, 0.5).toFixed(0) : '',
  ];
}

const rows = [];
for (const unsteadyDb of unsteadiness.split(',').map(Number)) {
  for (const errors of errorPercents.split(',').map(Number)) {
    for (const leakDb of leaks.split(',').map(Number)) {
      for (const name of texts.split(',')) rows.push(await row({ leakDb, errors, texts: name, unsteadyDb }));
    }
  }
}
table(
  [
    'echo to caller',
    'more errors',
    'voices wander',
    'texts',
    'bot alone, min',
    'no guard: false / 10 min',
    'false barge-ins / 10 min',
    'needless pauses / 10 min',
    'interruptions',
    'missed',
    'of them no word recognised',
    'of them paused for',
    'unheard at best',
    'wait p50, ms',
  ],
  rows,
);
