import type { TurnSummary } from '@rechka/web/client';
import { element } from './element.js';
import { stagesOf } from './latency-stages.js';
import type { Words } from './words/words.js';

/** How long the answer to a turn took, stage by stage: a bar, its numbers, and a table for those who do not see it. */
export function turnBar({ latency }: TurnSummary, words: Words): HTMLElement | undefined {
  const stages = stagesOf(latency);
  const last = stages.at(-1);
  if (last === undefined) return undefined;
  const bar = element('div', { class: 'bar' });
  const legend = element('ul', { class: 'legend' });
  for (const { name, stepMs } of stages) {
    const part = element('span', { 'data-stage': name });
    part.style.flexGrow = String(stepMs);
    bar.append(part);
    const label = `${words.stages[name].short} `;
    legend.append(
      element('li', { 'data-stage': name }, label, element('b', {}, words.ms(Math.round(stepMs)))),
    );
  }
  const total =
    latency.voiceToVoiceMs === undefined
      ? []
      : [element('p', { class: 'total' }, words.toFirstSound((latency.voiceToVoiceMs / 1000).toFixed(2)))];
  return element(
    'div',
    { class: 'latency' },
    element('div', { 'aria-hidden': 'true' }, bar, ...total, legend),
    table(stages, words),
  );
}

function table(
  stages: ReturnType<typeof stagesOf>,
  { latency, latencyColumns, stages: names }: Words,
): HTMLElement {
  const head = latencyColumns.map((name) => element('th', { scope: 'col' }, name));
  const rows = stages.map(({ name, stepMs, atMs }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, names[name].long),
      element('td', {}, String(Math.round(stepMs))),
      element('td', {}, String(Math.round(atMs))),
    ),
  );
  const made = element(
    'table',
    {},
    element('caption', {}, latency),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
  // Of its own, a table is as high as its rows whatever it is told.
  return element('div', { class: 'unseen' }, made);
}
