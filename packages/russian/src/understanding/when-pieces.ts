/** A time of the day as it was said: «три», «три часа дня», «15:30». */
export interface Clock {
  /** 0–24. */
  hour: number;
  minute: number;
  /** Whether the hour can only be meant as said; else it may be twelve hours later. */
  fixed: boolean;
  /** «утра», «вечера». */
  part?: PartName | undefined;
}

export type PartName = 'morning' | 'day' | 'evening' | 'night';

/** What was said of the time of the day. Numbers are minutes since midnight. */
export type TimePiece =
  | { kind: 'clock'; clock: Clock; approximate: boolean }
  | { kind: 'bounds'; from?: Clock | number; to?: Clock | number; approximate: boolean }
  /** «утром»; `name` is there if it may also tell which half of the day an hour is in. */
  | { kind: 'part'; from?: number; to?: number; name?: PartName }
  | { kind: 'any' };

/** What was said of the date. Numbers are days since 1970-01-01. */
export type DatePiece =
  /** `every`, here and below: «по вторникам», «каждый день». */
  | { kind: 'weekday'; weekday: number; which?: 'this' | 'next' | 'nearest'; every?: boolean }
  | { kind: 'day'; day: number; month?: number | undefined; year?: number | undefined }
  /** `week`: a weekday said besides is that of the week of `from`. */
  | { kind: 'span'; from?: number; to?: number; approximate?: boolean; week?: boolean; every?: boolean }
  /** `after`: the day itself does not count. */
  | { kind: 'bounds'; from?: DatePiece; to?: DatePiece; after?: boolean }
  | { kind: 'workdays' }
  | { kind: 'any'; every?: boolean };

/** What tokens [from, to) say of a date or a time, or of both («через час»). */
export interface Piece {
  from: number;
  to: number;
  date?: DatePiece;
  time?: TimePiece;
}

/** A part of a piece: what it is, and the token behind it. */
export interface Found<T> {
  value: T;
  to: number;
}
