import { alignEcho, fitsInTime, type EchoMatch } from './echo-alignment.js';
import { EchoLevel } from './echo-level.js';
import type { EchoLine } from './echo-line.js';
import type { HeardWord } from './heard-words.js';
import type { LineLevels } from './line-levels.js';
import type { SpokenWord } from './spoken-words.js';
import { similarity } from './word-similarity.js';

/** What is known when a transcript is judged. */
export interface EchoScene {
  heard: readonly HeardWord[];
  /** What sounded while it may have been said. */
  spoken: readonly SpokenWord[];
  line: EchoLine;
  levels: LineLevels;
  /** Whether figures may be read with this word. */
  isNumeral: (word: string) => boolean;
  /** The end of the audio that the transcript covers. */
  throughAtMs: number;
  /** Whether the bot still sounds at the end of what was heard. */
  botSounds: boolean;
  /** Whether a word was heard, as somebody's, before the bot was cut off: then the cut cannot have made it. */
  heardBeforeCut: (word: string) => boolean;
  /** Whether the bot has spoken on this line without ever hearing itself. */
  cleanLine: boolean;
}

/** What the words say. */
export interface EchoFinding {
  verdict: 'echo' | 'person' | 'unsure';
  /** Places of the words that are the caller's, or may be. */
  own: ReadonlySet<number>;
  matches: readonly (EchoMatch | undefined)[];
}

/** Words that are no echo, together: how much they say for a person. */
interface Run {
  from: number;
  to: number;
  weight: number;
  /** The bot was silent then: it is no echo whatever the words. */
  certain: boolean;
  /** The heaviest of its words that may be what was heard of a word cut short: one such is in a run at most. */
  fragment: number;
}

/** So much must speak for a person: a word of three letters is worth 0.8, a longer one 1, a tiny one 0.25. */
const personWeight = 1.5;
/** Half of it leaves doubt. */
const unsureShare = 0.5;
/** So much where the level says that it is the caller, and where it says that it is not. */
const loudPersonWeight = 0.5;
const quietPersonWeight = 8;
/** Any word at all: nothing speaks for an echo. */
const anyWeight = 0.25;
/** A word that drowned the bot's is at least as loud as its echo: both together are louder by this. */
const bothLouderDb = 3;
/** A word this like one that sounded is that word, badly heard. */
const garbledLikeness = 0.55;
const garbledShare = 0.3;
/** A long word that is like nothing that sounded is worth as much as two, if the recogniser hears this line well. */
const longLetters = 5;
const strangeLikeness = 0.45;
const longWeight = 1.5;
/** Matched words in a row that no person says by accident at the very time of an echo. */
const strongWords = 3;
const strongLetters = 12;

/** In the bot's pauses, edges of words left out, its echo is this much quieter than in its words. */
const pauseBelowEchoDb = 12;
const wordEdgeMs = 40;
/** So much voice in them lately is someone else's. */
const strangeVoiceMs = 60;
const latelyMs = 1500;
/** The bot does not say one word so much louder than the others. */
const tooLoudDb = 8;
/** Shorter words are found by accident. */
const calibrationLetters = 3;
/** Longer pauses stand between the bot's replies. */
const betweenRepliesMs = 1000;

/** Weighs the words of a transcript against what the bot was saying. */
export function weighEcho(scene: EchoScene): EchoFinding {
  const all = leaveOutLoud(scene, findEchoes(scene));
  // A line that never gave anything back: one word of the bot's does not make an echo of the others.
  const strong = all.map((match, place) => (isStrong(scene, all, place) ? match : undefined));
  const doubted = scene.cleanLine && all.some((match, place) => match !== strong[place]);
  const matches = doubted ? strong : all;
  if (doubted && all.every((match) => match?.kind === 'equal')) {
    return { verdict: 'unsure', own: new Set(all.keys()), matches: strong };
  }
  const level = echoLevel(scene, matches);
  const strangeVoice = someoneElseSounds(scene);
  const runs = findRuns(scene, matches).map((run) => ({
    ...run,
    // Who is heard to speak may have said it, however loud it was.
    needed: Math.min(
      neededWeight(scene, matches, level, run),
      strangeVoice ? personWeight : Number.POSITIVE_INFINITY,
    ),
  }));
  const persons = runs.filter(({ certain, weight, needed }) => certain || weight >= needed);
  const doubtful = runs.filter(({ certain, weight, needed }) => certain || weight >= needed * unsureShare);
  const own = new Set(doubtful.flatMap(({ from, to }) => range(from, to)));
  if (persons.length > 0) return { verdict: 'person', own, matches };
  return { verdict: own.size > 0 || strangeVoice ? 'unsure' : 'echo', own, matches };
}

/** Whether there was voice lately that is louder than the bot's echo, or in its pauses, where it gives none. */
function someoneElseSounds({ spoken, line, levels, throughAtMs }: EchoScene): boolean {
  const { delay, delayKnown } = line;
  const { dbfs: echoDbfs, chanceDb } = line.echoLevel;
  if (!delayKnown || echoDbfs === undefined) return false;
  const usualMs = (delay.minMs + delay.maxMs) / 2;
  const toMs = Math.max(throughAtMs, levels.endAtMs ?? throughAtMs);
  // What was heard before the bot began is no interruption.
  const fromMs = Math.max(toMs - latelyMs, beganAtMs(spoken) + usualMs + wordEdgeMs);
  // Where an echo is as much louder by chance as two voices are together, loudness says nothing.
  const riseDb = (levels.loudness(fromMs, toMs) ?? echoDbfs) - echoDbfs;
  if (chanceDb < bothLouderDb && riseDb >= chanceDb) return true;
  const isEcho = (atMs: number) =>
    spoken.some(
      ({ startAtMs, endAtMs, slackMs }) =>
        atMs > startAtMs - slackMs + usualMs - wordEdgeMs && atMs < endAtMs + slackMs + usualMs + wordEdgeMs,
    );
  return levels.louderMs(fromMs, toMs, echoDbfs - pauseBelowEchoDb, isEcho) >= strangeVoiceMs;
}

/** When the bot began to say what it is saying. */
function beganAtMs(spoken: readonly SpokenWord[]): number {
  let atMs = Number.POSITIVE_INFINITY;
  for (const { startAtMs, endAtMs } of spoken.toReversed()) {
    if (atMs - endAtMs > betweenRepliesMs && atMs < Number.POSITIVE_INFINITY) break;
    atMs = startAtMs;
  }
  return atMs;
}

/**
 * The echoes among what was heard: those at the delay that this line is known for. Where words in a row came at
 * another, the line has changed.
 */
function findEchoes(scene: EchoScene): readonly (EchoMatch | undefined)[] {
  const { heard, spoken, line, isNumeral } = scene;
  const usual = alignEcho(heard, spoken, line.delay, isNumeral);
  if (!line.delayKnown) return usual;
  const any = alignEcho(heard, spoken, line.anyDelay, isNumeral);
  const strong = any.map((match, place) => (isStrong(scene, any, place) ? match : undefined));
  return strong.filter(Boolean).length > usual.filter(Boolean).length ? strong : usual;
}

/** Whether a match stands among so many that together they are an echo for certain. */
function isStrong({ heard }: EchoScene, matches: readonly (EchoMatch | undefined)[], place: number): boolean {
  const counts = (at: number) => {
    const kind = matches[at]?.kind;
    return kind !== undefined && kind !== 'figures';
  };
  let from = place;
  let to = place;
  while (counts(from - 1)) from -= 1;
  while (counts(to + 1)) to += 1;
  const words = heard.slice(from, to + 1);
  return (
    words.length >= strongWords && words.reduce((sum, { text }) => sum + text.length, 0) >= strongLetters
  );
}

/** The words that are no echo, in runs. A short word, or figures, that the bot said as well do not part them. */
function findRuns(scene: EchoScene, matches: readonly (EchoMatch | undefined)[]): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let bridged = 0;
  for (const [place, word] of scene.heard.entries()) {
    const match = matches[place];
    if (match) {
      const neutral = match.kind === 'figures' || word.text.length <= 2;
      bridged += neutral ? 1 : Number.POSITIVE_INFINITY;
      continue;
    }
    if (!run || bridged > 1) {
      run = { from: place, to: place, weight: 0, certain: false, fragment: 0 };
      runs.push(run);
    }
    const { weight, certain, nearCut } = weighWord(scene, word, matches);
    run.to = place;
    run.weight += weight;
    run.certain ||= certain;
    if (nearCut) run.fragment = Math.max(run.fragment, weight);
    bridged = 0;
  }
  return runs.map((one) => ({ ...one, weight: one.weight - one.fragment * (1 - garbledShare) }));
}

function weighWord(
  scene: EchoScene,
  word: HeardWord,
  matches: readonly (EchoMatch | undefined)[],
): { weight: number; certain: boolean; nearCut: boolean } {
  const { spoken, line, heardBeforeCut } = scene;
  const taken = new Set(matches.map((match) => match?.spoken));
  const loud = isLoud(scene, word);
  let certain = true;
  let nearCut = false;
  let likeness = 0;
  for (const [place, said] of spoken.entries()) {
    if (!fitsInTime(word, said, line.delay)) continue;
    certain = false;
    nearCut ||= said.cut && !heardBeforeCut(word.text);
    const free = loud || taken.has(place) ? undefined : said.text;
    if (free !== undefined) likeness = Math.max(likeness, similarity(word.text, free));
  }
  const letters = word.text.length;
  const weight = letters >= 4 ? 1 : letters === 3 ? 0.8 : 0.25;
  if (likeness >= garbledLikeness) return { weight: weight * garbledShare, certain, nearCut };
  const strange = letters >= longLetters && likeness <= strangeLikeness && !line.garbles;
  return { weight: strange ? longWeight : weight, certain, nearCut };
}

/** Without the words that are too loud for an echo, whatever they sound like; an echo for certain is not too loud. */
function leaveOutLoud(
  scene: EchoScene,
  matches: readonly (EchoMatch | undefined)[],
): readonly (EchoMatch | undefined)[] {
  return matches.map((match, place) => {
    const word = scene.heard[place];
    const isTooLoud = match && word && isLoud(scene, word) && !isStrong(scene, matches, place);
    return isTooLoud ? undefined : match;
  });
}

/** Whether the bot's echo is never as loud as this word. */
function isLoud({ line, levels }: EchoScene, { timed, startAtMs, endToMs }: HeardWord): boolean {
  const { dbfs: echoDbfs, chanceDb } = line.echoLevel;
  const dbfs = timed ? levels.loudness(startAtMs, endToMs) : undefined;
  return dbfs !== undefined && echoDbfs !== undefined && dbfs - echoDbfs >= Math.max(chanceDb, tooLoudDb);
}

/** How loud the echo is on this line; before that is known, how loud the words are that are surely echoes. */
function echoLevel(
  { heard, line, levels }: EchoScene,
  matches: readonly (EchoMatch | undefined)[],
): EchoLevel {
  if (line.echoLevel.dbfs !== undefined) return line.echoLevel;
  const level = new EchoLevel();
  for (const [place, { text, startAtMs, endToMs }] of heard.entries()) {
    if (matches[place]?.kind !== 'equal' || text.length < calibrationLetters) continue;
    const dbfs = levels.loudness(startAtMs, endToMs);
    if (dbfs !== undefined) level.add(dbfs);
  }
  return level;
}

/** How much must speak for a person, by what is known of the line and by how loud the words were. */
function neededWeight(
  { heard, line, levels, botSounds, cleanLine }: EchoScene,
  matches: readonly (EchoMatch | undefined)[],
  level: EchoLevel,
  { from, to }: Run,
): number {
  const nothingOfTheBot = matches.every((match) => match === undefined);
  if (nothingOfTheBot && !line.delayKnown && (cleanLine || !botSounds)) return anyWeight;
  const [first, last] = [heard[from], heard[to]];
  const dbfs = first && last && levels.loudness(first.startAtMs, last.endToMs);
  const { callerDbfs } = line;
  const { dbfs: echoDbfs, louderDb } = level;
  if (dbfs === undefined || echoDbfs === undefined) return personWeight;
  const rise = dbfs - echoDbfs;
  if (rise >= louderDb) return loudPersonWeight;
  const expectedDb = Math.max(bothLouderDb, callerDbfs === undefined ? 0 : togetherDb(callerDbfs - echoDbfs));
  const toldApart = expectedDb > 1.2 * louderDb;
  return toldApart && rise < expectedDb / 2 && rise > -louderDb ? quietPersonWeight : personWeight;
}

/** How much louder two sounds are together than one of them, if the other is louder than it by `db`. */
function togetherDb(db: number): number {
  return 10 * Math.log10(1 + 10 ** (db / 10));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
