import { candidatesOf, digestOf, pae, type Candidate, type Envelope, type VerifyBackend } from '@hadic/signing';

/** The digest is SHA-256(PAE) in hex; pointer and keyid name the first signature that does not hold ('' if there is none). */
export type Verdict = { ok: true; digest: string } | { ok: false; pointer: string; keyid: string; digest: string };

/** One envelope on its way through a worker. */
export interface Job {
  envelope: Envelope;
  message: Uint8Array;
  candidates: Candidate[];
  /** How often it was sent to a worker. */
  sent: number;
  resolve: (verdict: Verdict) => void;
  reject: (error: Error) => void;
}

/** A worker's answer to a batch, job by job: digests of 64 digits in a row, and how many leading signatures hold. */
export interface Answers {
  digests: string;
  held: number[];
}

const DIGEST_DIGITS = 64;
const HEAD_BYTES = 8;
const SIGNATURE_BYTES = 64;
const CANDIDATE_BYTES = SIGNATURE_BYTES + 32;

/**
 * The jobs in one buffer, which is given away rather than copied. For each: the length of its message and the number of
 * its candidates (32 bits each, big-endian), the message, and by candidate 64 bytes of signature and 32 of public key.
 */
export function pack(jobs: Job[]): ArrayBuffer {
  const buffer = new ArrayBuffer(jobs.reduce((sum, job) => sum + packedBytes(job), 0));
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  let at = 0;
  for (const { message, candidates } of jobs) {
    view.setUint32(at, message.length);
    view.setUint32(at + 4, candidates.length);
    bytes.set(message, at + HEAD_BYTES);
    at += HEAD_BYTES + message.length;
    for (const { signature, publicKey } of candidates) {
      bytes.set(signature, at);
      bytes.set(publicKey, at + SIGNATURE_BYTES);
      at += CANDIDATE_BYTES;
    }
  }
  return buffer;
}

function packedBytes({ message, candidates }: Job): number {
  return HEAD_BYTES + message.length + CANDIDATE_BYTES * candidates.length;
}

/** Gives each job its verdict. */
export function settle(jobs: Job[], { digests, held }: Answers): void {
  jobs.forEach(({ envelope, resolve }, i) => {
    const digest = digests.slice(DIGEST_DIGITS * i, DIGEST_DIGITS * (i + 1));
    resolve(verdictOf(envelope, digest, held[i] ?? 0));
  });
}

function verdictOf({ signatures }: Envelope, digest: string, held: number): Verdict {
  if (signatures.length === 0) return { ok: false, pointer: '/signatures', keyid: '', digest };
  if (held === signatures.length) return { ok: true, digest };
  return { ok: false, pointer: `/signatures/${held}`, keyid: signatures[held]?.keyid ?? '', digest };
}

/** The verdict of the calling thread. */
export function verdictHere(envelope: Envelope, verify: VerifyBackend): Verdict {
  const message = pae(envelope.payloadType, envelope.payload);
  const candidates = candidatesOf(envelope);
  const failed = candidates.findIndex(({ signature, publicKey }) => !verify(signature, message, publicKey));
  return verdictOf(envelope, digestOf(envelope), failed === -1 ? candidates.length : failed);
}
