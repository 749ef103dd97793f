// How often the bot takes its own echo for the caller, and how often it misses a caller who interrupts, on lines that
// give its voice back at various levels and delays. Whole calls in virtual time; see echo-trial.mjs.
//
//   npm run build && node bench/echo.mjs [minutes of bot speech a delay] [interruptions a delay] [leaks] [errors]
//
// errors: words of a hundred that the recogniser gets altogether wrong, on top of the emulator's own mistakes.
// «No guard» is what taking every transcript for the caller's would have done to the same calls.
import { echoTrial } from './echo-trial.mjs';
import { percentile, table } from './statistics.mjs';

const [speechMinutes = '2', bargeIns = '25', leaks = '6,0,-6,-12,-20,-30,-Infinity', errorPercents = '0,5'] =
  process.argv.slice(2);
const delaysMs = [0, 50, 120, 250, 400];

const rows = [];
for (const percent of errorPercents.split(',').map(Number)) {
  for (const leakDb of leaks.split(',').map(Number)) {
    const trials = [];
    for (const [index, delayMs] of delaysMs.entries()) {
      trials.push(
        await echoTrial({
          leakDb,
          delayMs,
          speechMinutes: Number(speechMinutes),
          bargeIns: Number(bargeIns),
          errors: percent / 100,
          seed: index + 1,
        }),
      );
    }
    const sum = (name) => trials.reduce((total, trial) => total + trial[name], 0);
    const perTenMinutes = (name) => ((sum(name) * 600_000) / sum('speechMs')).toFixed(1);
    const share = (name) => `${sum(name)} (${((100 * sum(name)) / sum('bargeIns')).toFixed(1)} %)`;
    const waits = trials.flatMap(({ waitsMs }) => waitsMs);
    rows.push([
      leakDb === Number.NEGATIVE_INFINITY ? 'none' : `${leakDb} dB`,
      `${percent} %`,
      (sum('speechMs') / 60_000).toFixed(1),
      perTenMinutes('utterances'),
      perTenMinutes('falseBargeIns'),
      perTenMinutes('falsePauses'),
      sum('bargeIns'),
      share('missed'),
      share('unheard'),
      waits.length > 0 ? percentile(waits, 0.5).toFixed(0) : '',
    ]);
  }
}
table(
  [
    'echo to caller',
    'more errors',
    'bot alone, min',
    'no guard: false / 10 min',
    'false barge-ins / 10 min',
    'needless pauses / 10 min',
    'interruptions',
    'missed',
    'of them no word recognised',
    'wait p50, ms',
  ],
  rows,
);
