/** Ids derive from their owner, so that the owner's stream alone decides what is new. */

/** One segment of an id: letters, digits, dot, underscore, hyphen; starts with a letter or digit; at most 64. */
export const SEGMENT = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';

/** `<organisation>` */
export const ORGANISATION_ID = new RegExp(`^${SEGMENT}$`);
/** `<organisation>/<name>`: sites, materials, products, audits, samples, recalls; and `<issuer>/<number>` for certificates. */
export const OWNED_ID = new RegExp(`^${SEGMENT}/${SEGMENT}$`);
/** `<organisation>/<site>/<name>`: lots, runs, units, shipments. */
export const SITE_OWNED_ID = new RegExp(`^${SEGMENT}/${SEGMENT}/${SEGMENT}$`);
/** UUID version 7 (RFC 9562), lower case. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The organisation at the head of any id: `kopi` of `kopi/pabrik/L-1`. */
export function organisationOf(id: string): string {
  const end = id.indexOf('/');
  return end < 0 ? id : id.slice(0, end);
}

/** The site of a lot, run, unit or shipment: `kopi/pabrik` of `kopi/pabrik/L-1`. */
export function siteOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/'));
}
