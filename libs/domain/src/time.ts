/** Times are RFC 3339 with their offset and compare as UTC instants; certificate dates are calendar days in the issuer's zone. */

const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

const MS_PER_MINUTE = 60_000;

/** Asia/Jakarta has no summer time; a profile of another authority brings its own offset. */
export const ZONE_OFFSET_MINUTES = 7 * 60;

/** True for a complete RFC 3339 date-time with seconds and offset that names a real day. */
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && isDay(text.slice(0, 10));
}

/** True for a calendar day YYYY-MM-DD that exists. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  // Every month has so many days; only the rest needs the calendar.
  if (text.slice(8) <= '28') return true;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Milliseconds since 1970 of an RFC 3339 instant. */
export function instantMs(text: string): number {
  return Date.parse(text);
}

/** The calendar day of an instant in the authority's zone, YYYY-MM-DD; days compare as strings. */
export function dayOf(ms: number, offsetMinutes = ZONE_OFFSET_MINUTES): string {
  return new Date(ms + offsetMinutes * MS_PER_MINUTE).toISOString().slice(0, 10);
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (24 * 60 * MS_PER_MINUTE));
}

/** First instant of a calendar day in the authority's zone, in milliseconds. */
export function startOfDayMs(day: string, offsetMinutes = ZONE_OFFSET_MINUTES): number {
  return Date.parse(`${day}T00:00:00Z`) - offsetMinutes * MS_PER_MINUTE;
}
