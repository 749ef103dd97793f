import { combines } from './resolve-date.js';
import { agreesWithPart } from './resolve-time.js';
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

/** What one piece says. */
export function wishOf(piece: Piece): Wish {
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
export function says({ dates, times, excluded }: Wish, { date, time }: Piece): boolean {
  const has = <T>(all: readonly T[], one: T | undefined) =>
    one === undefined || all.some((each) => JSON.stringify(each) === JSON.stringify(one));
  return !excluded && has(dates, date) && has(times, time);
}

/** A wish without what a piece says anew or denies. */
export function withdrawn(wish: Wish, { date, time }: Piece): Wish {
  const goes = (place: Place) => (date !== undefined && place.date) || (time !== undefined && place.time);
  return {
    ...wish,
    dates: date === undefined ? wish.dates : [],
    times: time === undefined ? wish.times : [],
    places: wish.places.filter((place) => !goes(place)),
    withdrawn: [...wish.withdrawn, ...wish.places.filter(goes)],
  };
}

/** A wish and a piece that says what it leaves open; undefined if both say something of the same. */
export function together(before: Wish, piece: Piece): Wish | undefined {
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

/** What is said anew replaces what it is about; the rest stays. */
export function mended(before: Wish, piece: Piece): Wish {
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
