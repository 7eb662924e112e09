export type Hash = (bytes: Uint8Array) => Uint8Array;
