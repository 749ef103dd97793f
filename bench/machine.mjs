// What a decision costs: µs per event of the turn machine, over random calls that are recorded first and then
// played to it again, so that only the machine is timed. Rounds of all variants in turn: trust the ratios.
//
//   npm --prefix bench run machine [-- calls rounds]
//
// copy     a reducer that does nothing but copy the state
// json     the event to JSON and back: what it would cost to hand it to another process
// step     the reducer
// host     MachineHost: the reducer, its timers on the host's clock, its effects handed on
import { spread, table } from './statistics.mjs';
import { machineCall } from './machine-calls.mjs';
import { importSources } from './sources.mjs';

const [calls = 500, rounds = 9] = process.argv.slice(2).map(Number);
const callMs = 180_000;

const { step, initialTurnState, MachineHost, machineRules, pcm, russian, systemClock } = await importSources(
  'packages/core/src/index.ts',
  'packages/core/src/machine/step.ts',
  'packages/core/src/machine/turn-state.ts',
  'packages/core/src/pipeline/machine-host.ts',
  'packages/core/src/pipeline/machine-rules.ts',
  'packages/russian/src/index.ts',
);

const formats = [pcm(16_000)];
const rules = machineRules({
  call: { input: { format: formats[0] }, output: { format: formats[0] } },
  stt: { formats, open: () => undefined },
  tts: { formats, speak: () => undefined },
  language: russian(),
});
const recorded = Array.from({ length: calls }, (_, seed) =>
  machineCall({ step, initialTurnState, rules, seed, lengthMs: callMs }),
);
const events = recorded.reduce((sum, moments) => sum + moments.length, 0);

/** Counts what is done, so that none of it can be optimised away. */
let effects = 0;
const play = (reduce) => () => {
  for (const moments of recorded) {
    let state = initialTurnState;
    for (const { event, at } of moments) {
      const result = reduce(state, event, at, rules);
      state = result.state;
      effects += result.effects.length;
    }
  }
};

const variants = {
  copy: play((state) => ({ state: { ...state }, effects: [] })),
  json: play((state, event) => ({ state, effects: JSON.parse(JSON.stringify([event])) })),
  step: play(step),
  host() {
    for (const moments of recorded) {
      let heardMs = 0;
      const host = new MachineHost(
        systemClock,
        rules,
        {
          get heardMs() {
            return heardMs;
          },
        },
        () => (effects += 1),
      );
      for (const { event, at } of moments) {
        heardMs = at.heardMs;
        host.dispatch(event);
      }
      if (host.state.loop.name !== 'closed') throw new Error('a call did not end: it would leave timers');
    }
  },
};

const results = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, run] of Object.entries(variants)) {
    const startMs = performance.now();
    run();
    // The first round warms up.
    if (round > 0) results[name].push(((performance.now() - startMs) * 1000) / events);
  }
}

console.log(`${calls} calls of ${callMs / 1000} s, ${events} events, ${rounds} rounds: median (min..max)`);
table(
  ['variant', 'µs per event', 'ratio to copy', 'ratio to json'],
  Object.entries(results).map(([name, list]) => [
    name,
    spread(list, 2),
    ...['copy', 'json'].map((base) =>
      spread(
        list.map((us, round) => us / results[base][round]),
        1,
      ),
    ),
  ]),
);
