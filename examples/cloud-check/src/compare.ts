import type { Fact } from './scenario.js';

/** What the emulator does, and what the cloud does. */
export interface Difference {
  scenario: string;
  fact: string;
  emulator: string;
  cloud: string;
}

/** A figure of one is allowed to be so many times that of the other. */
const tolerance = 1.5;
/** Below this, no figure in ms means anything. */
const nothingMs = 50;

/** The facts in which the two differ. */
export function differences(
  scenario: string,
  emulator: readonly Fact[],
  cloud: readonly Fact[],
): Difference[] {
  const names = [...new Set([...emulator, ...cloud].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [ours, theirs] = [emulator, cloud].map((facts) => facts.find((fact) => fact.name === name));
    if (ours !== undefined && theirs !== undefined && alike(ours, theirs)) return [];
    return { scenario, fact: name, emulator: show(ours), cloud: show(theirs) };
  });
}

function alike(ours: Fact, theirs: Fact): boolean {
  if ('seen' in ours || 'seen' in theirs) return true;
  if ('about' in ours && 'about' in theirs) {
    const [less, more] = [ours.about, theirs.about].sort((a, b) => a - b) as [number, number];
    return more - less < nothingMs || more <= less * tolerance;
  }
  return show(ours) === show(theirs);
}

/** A fact as it is shown. */
export function show(fact: Fact | undefined): string {
  if (fact === undefined) return 'not seen';
  if ('about' in fact) return `${Math.round(fact.about)} ${fact.unit}`;
  const value = 'is' in fact ? fact.is : fact.seen;
  return typeof value === 'object' ? value.join(', ') : String(value);
}
