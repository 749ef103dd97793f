import { wordSet } from '../word-set.js';
import { corrects } from './correction-words.js';
import { pieceAt, type PieceContext } from './piece-at.js';
import { combines } from './resolve-date.js';
import { agreesWithPart } from './resolve-time.js';
import type { Token } from './tokens.js';
import type { DatePiece, Piece, TimePiece } from './when-pieces.js';

/** Tokens [from, to), and what they say. */
export interface Place {
  from: number;
  to: number;
  date: boolean;
  time: boolean;
}

/** Pieces that say one date and time together, after corrections. */
export interface Wish {
  dates: readonly DatePiece[];
  times: readonly TimePiece[];
  excluded: boolean;
  places: readonly Place[];
  withdrawn: readonly Place[];
}

const beforeRefusal = wordSet('я мне мы нам у меня нас уже точно никак');
const refusals = wordSet(
  'могу можем смогу сможем получится получается выйдет подходит подойдет устраивает устроит успею успеваю успеем удобно',
);

/** What asks for a date or time in a bare word. */
export type WishContext = Pick<PieceContext, 'now' | 'hours'> & { expect: 'date' | 'time' | undefined };

/** How a piece stands to what was said before it. */
type Relation = 'adds' | 'mends' | 'or' | 'not';

/** Words that may stand between something and what mends it. */
const passes = wordSet('в во на к ко с со по до около к лучше хотя бы часов');

/** Finds what was said of dates and times in the tokens that are not `taken`, in order. */
export function wishesIn(tokens: readonly Token[], taken: ReadonlySet<number>, context: WishContext): Wish[] {
  const wishes: Wish[] = [];
  let last: Piece | undefined;
  for (let at = 0; at < tokens.length; at++) {
    if (taken.has(at)) continue;
    const mending = last !== undefined && corrects(tokens, last.to, at, passes);
    const piece = pieceAt(tokens, at, pieceContext(context, last, at, mending));
    if (piece === undefined || hasTaken(taken, piece)) continue;
    const relation = relationOf(tokens, last, piece, mending);
    const before = wishes.at(-1);
    if (relation === 'not' && before !== undefined && says(before, piece)) {
      wishes.splice(-1, 1, withdrawn(before, piece));
    } else if (relation === 'not') wishes.push({ ...wishOf(piece), excluded: true });
    else if (before === undefined) wishes.push(wishOf(piece));
    else wishes.splice(-1, 1, ...joined(before, piece, relation));
    last = piece;
    at = piece.to - 1;
  }
  return sharing(wishes, tokens).filter(({ dates, times }) => dates.length + times.length > 0);
}

function hasTaken(taken: ReadonlySet<number>, { from, to }: Piece): boolean {
  for (let at = from; at < to; at++) if (taken.has(at)) return true;
  return false;
}

function pieceContext(
  { now, hours, expect }: WishContext,
  last: Piece | undefined,
  at: number,
  mending: boolean,
): PieceContext {
  const adjoins = last?.to === at && last.date !== undefined;
  const bare = expect === 'time' || (mending && last?.time !== undefined);
  return {
    now,
    hours,
    bareDate: expect === 'date' || (mending && last?.date !== undefined),
    clockMode: bare ? 'bare' : adjoins ? 'pair' : 'clear',
  };
}

function relationOf(
  tokens: readonly Token[],
  last: Piece | undefined,
  piece: Piece,
  mending: boolean,
): Relation {
  if (/^(?:не|кроме)$/.test(tokens[piece.from - 1]?.text ?? '') || isRefused(tokens, piece.to)) return 'not';
  if (last === undefined) return 'adds';
  if (mending) return 'mends';
  const between = tokens.slice(last.to, piece.from).map(({ text }) => text);
  return between.includes('или') || between.includes('либо') ? 'or' : 'adds';
}

/** «в воскресенье не могу», «в пять мне неудобно». */
function isRefused(tokens: readonly Token[], at: number): boolean {
  const words = tokens.slice(at, at + 4).filter(({ text }) => !beforeRefusal.has(text));
  const [first = '', second = ''] = words.map(({ text }) => text);
  return /^(?:неудобно|занят[ао]?|нельзя)$/.test(first) || (first === 'не' && refusals.has(second));
}

function wishOf(piece: Piece): Wish {
  const { date, time } = piece;
  return {
    dates: date === undefined ? [] : [date],
    times: time === undefined ? [] : [time],
    excluded: false,
    places: [placeOf(piece)],
    withdrawn: [],
  };
}

function placeOf({ from, to, date, time }: Piece): Place {
  return { from, to, date: date !== undefined, time: time !== undefined };
}

/** Whether what a piece says is what a wish says already. */
function says({ dates, times, excluded }: Wish, { date, time }: Piece): boolean {
  const has = <T>(all: readonly T[], one: T | undefined) =>
    one === undefined || all.some((each) => JSON.stringify(each) === JSON.stringify(one));
  return !excluded && has(dates, date) && has(times, time);
}

/** A wish without what a piece says anew or denies. */
function withdrawn(wish: Wish, { date, time }: Piece): Wish {
  const goes = (place: Place) => (date !== undefined && place.date) || (time !== undefined && place.time);
  return {
    ...wish,
    dates: date === undefined ? wish.dates : [],
    times: time === undefined ? wish.times : [],
    places: wish.places.filter((place) => !goes(place)),
    withdrawn: [...wish.withdrawn, ...wish.places.filter(goes)],
  };
}

/** A wish and the next piece: one wish, or two. */
function joined(before: Wish, piece: Piece, relation: Relation): Wish[] {
  if (before.excluded) return overruled(before, piece);
  if (relation === 'or') return [before, wishOf(piece)];
  if (relation === 'mends') return [mended(before, piece)];
  const both = together(before, piece);
  return both === undefined ? [before, wishOf(piece)] : [both];
}

/** A wish and a piece that says what it leaves open; undefined if both say something of the same. */
function together(before: Wish, piece: Piece): Wish | undefined {
  const dates = piece.date === undefined ? before.dates : datesTogether(before.dates, piece.date);
  const times = piece.time === undefined ? before.times : timesTogether(before.times, piece.time);
  if (dates === undefined || times === undefined) return undefined;
  return { ...before, dates, times, places: [...before.places, placeOf(piece)] };
}

function datesTogether(before: readonly DatePiece[], date: DatePiece): readonly DatePiece[] | undefined {
  const [only, ...more] = before;
  if (only === undefined) return [date];
  if (more.length > 0) return undefined;
  if (only.kind === 'bounds' && date.kind === 'bounds' && complete(only, date)) return [{ ...only, ...date }];
  return combines(only, date) ? [only, date] : undefined;
}

function timesTogether(before: readonly TimePiece[], time: TimePiece): readonly TimePiece[] | undefined {
  const [first, ...more] = before;
  if (first === undefined) return [time];
  if (more.length > 0) return undefined;
  if (first.kind === 'any' || time.kind === 'any') return [first.kind === 'any' ? time : first];
  if (first.kind === 'bounds' && time.kind === 'bounds' && complete(first, time))
    return [{ ...first, ...time }];
  const [part, exact] = first.kind === 'part' ? [first, time] : [time, first];
  const agrees = part.kind === 'part' && exact.kind !== 'part' && agreesWithPart(exact, part.name);
  return agrees ? [first, time] : undefined;
}

/** «после трёх, но до шести»: each has the end that the other lacks. */
function complete(one: { from?: unknown; to?: unknown }, other: { from?: unknown; to?: unknown }): boolean {
  const has = (key: 'from' | 'to') => (one[key] === undefined) !== (other[key] === undefined);
  return has('from') && has('to');
}

/** «не в три, а в четыре»: what is not wanted is gone once something of its kind is. */
function overruled(before: Wish, piece: Piece): Wish[] {
  const sameKind =
    (piece.time !== undefined && before.times.length > 0) ||
    (piece.date !== undefined && before.dates.length > 0);
  return sameKind ? [{ ...wishOf(piece), withdrawn: before.places }] : [before, wishOf(piece)];
}

/** What is said anew replaces what it is about; the rest stays. */
function mended(before: Wish, piece: Piece): Wish {
  const dates = piece.date === undefined ? before.dates : [piece.date];
  const times =
    piece.time === undefined ? before.times : mendedTimes(before.times, piece.time, piece.date !== undefined);
  const rest = withdrawn(before, piece);
  return { ...rest, dates, times, excluded: false, places: [...rest.places, placeOf(piece)] };
}

function mendedTimes(before: readonly TimePiece[], time: TimePiece, withDate: boolean): TimePiece[] {
  const exact = before.find((piece) => piece.kind !== 'part');
  const part = before.find((piece) => piece.kind === 'part');
  if (time.kind === 'part') return [time];
  if (time.kind === 'bounds' && exact?.kind === 'bounds') {
    // «с трёх до пяти, вернее до шести»: one end stays.
    const oneEnd = time.from === undefined || time.to === undefined;
    return [oneEnd ? { ...exact, ...time } : time];
  }
  const said = exact?.kind === 'clock' ? exact.clock.part : undefined;
  if (time.kind !== 'clock' || withDate) return [time];
  // «в восемь вечера, нет, в семь»: it is still the evening.
  const clock = { ...time.clock, part: time.clock.part ?? said };
  const kept = part !== undefined && agreesWithPart(time, part.name) ? [part] : [];
  return [...kept, { ...time, clock }];
}

/** «завтра в три или в четыре»: what is said once is meant of both. */
function sharing(wishes: readonly Wish[], tokens: readonly Token[]): Wish[] {
  const shared = [...wishes];
  for (let index = 1; index < shared.length; index++) {
    const [first, second] = [shared[index - 1], shared[index]];
    if (first === undefined || second === undefined || first.excluded || second.excluded) continue;
    const [end, start] = [first.places.at(-1)?.to ?? 0, second.places[0]?.from ?? 0];
    const between = tokens.slice(end, start).map(({ text }) => text);
    if (!between.some((text) => text === 'или' || text === 'либо')) continue;
    shared[index - 1] = { ...first, times: first.times.length > 0 ? first.times : second.times };
    shared[index] = { ...second, dates: second.dates.length > 0 ? second.dates : first.dates };
  }
  return shared;
}
