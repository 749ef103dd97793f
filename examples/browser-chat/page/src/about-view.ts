import type { About } from '../../server/about.js';
import { element } from './element.js';
import type { Words } from './words/words.js';

/** Who is to be talked to, and what is not real about it. */
export function showAbout(place: HTMLElement, about: About | undefined, words: Words): void {
  const { title, intro, emulated, real } = words.about;
  place.replaceChildren(element('h2', { id: 'about-title' }, title), element('p', {}, intro));
  if (about === undefined) return;
  place.append(element('p', { class: 'small' }, about.emulated ? emulated : real));
}

/** What can be tried: lines that a press says. */
export function showLines(place: HTMLElement, lines: readonly string[], say: (line: string) => void): void {
  place.replaceChildren(
    ...lines.map((line) => {
      const button = element('button', { type: 'button', lang: 'ru' }, line);
      button.onclick = () => say(line);
      return element('li', {}, button);
    }),
  );
}
