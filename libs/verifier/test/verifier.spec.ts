import { Worker } from 'node:worker_threads';
import { digestOf, signerFromSeed, signEvent, type Envelope } from '@hadic/signing';
import { Verifier, VerifierError } from '../src/index.js';

const ALICE = signerFromSeed(new Uint8Array(32).fill(1));
const BUDI = signerFromSeed(new Uint8Array(32).fill(2));
const GOOD = signEvent({ type: 'LotReceived', v: 1 }, [ALICE, BUDI]);
const SOME = Array.from({ length: 6 }, (_, i) => signEvent({ type: 'LotReceived', v: i + 1 }, [ALICE]));

/** Many envelopes, each an object of its own, out of a few signed ones; every seventh is broken. */
function envelopes(count: number): Envelope[] {
  return Array.from({ length: count }, (_, i) => {
    const envelope = SOME[i % SOME.length] ?? GOOD;
    return i % 7 === 0 ? { ...envelope, payload: Uint8Array.of(...envelope.payload, i & 0xff) } : { ...envelope };
  });
}

async function withVerifier(
  options: ConstructorParameters<typeof Verifier>[0],
  act: (verifier: Verifier) => Promise<void>,
): Promise<void> {
  const verifier = new Verifier(options);
  try {
    await act(verifier);
  } finally {
    await verifier.close();
  }
}

/** Workers that were sent something while `act` ran, oldest first. */
async function workersOf(act: (seen: Set<Worker>) => Promise<void>): Promise<void> {
  const seen = new Set<Worker>();
  const send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...message) {
    seen.add(this);
    return send.apply(this, message);
  };
  try {
    await act(seen);
  } finally {
    Worker.prototype.postMessage = send;
  }
}

test('a verifier that remembers sends a sound envelope to a worker once, and what differs in anything again', () =>
  workersOf((seen) =>
    withVerifier({ remembered: 2, threads: 1 }, async (verifier) => {
      const sound = await verifier.verify(GOOD);
      seen.clear();
      expect(await verifier.verify({ ...GOOD, payload: Uint8Array.from(GOOD.payload) })).toEqual(sound);
      expect(seen.size).toBe(0);
      const flipped = Uint8Array.from(GOOD.payload, (byte, i) => (i === 5 ? byte ^ 1 : byte));
      expect(await verifier.verify({ ...GOOD, payload: flipped })).toMatchObject({ ok: false });
      expect(await verifier.verify({ ...GOOD, signatures: GOOD.signatures.toReversed() })).toMatchObject({ ok: true });
      const [first, second] = GOOD.signatures;
      const swapped = [{ keyid: first?.keyid ?? '', sig: second?.sig ?? '' }];
      expect(await verifier.verify({ ...GOOD, signatures: swapped })).toMatchObject({ ok: false });
      expect(seen.size).toBe(1);
    }),
  ));

describe.each(['sodium', 'tweetnacl'] as const)('a verifier with %s', (backend) => {
  test('says which back end it runs', () =>
    withVerifier({ backend }, async (verifier) => {
      expect(verifier.backend).toBe(backend);
    }));

  test('gives the digest of a good envelope', () =>
    withVerifier({ backend, threads: 1 }, async (verifier) => {
      expect(await verifier.verify(GOOD)).toEqual({ ok: true, digest: digestOf(GOOD) });
    }));

  test('names the first signature that does not hold', () =>
    withVerifier({ backend, threads: 1 }, async (verifier) => {
      const [first, second] = GOOD.signatures;
      if (!first || !second) throw new Error('Two signatures were made.');
      const bad = (signatures: Envelope['signatures']) => verifier.verify({ ...GOOD, signatures });
      const digest = digestOf(GOOD);
      const atSecond = { ok: false, pointer: '/signatures/1', keyid: BUDI.keyId, digest };
      const atFirst = { ok: false, pointer: '/signatures/0', keyid: ALICE.keyId, digest };

      expect(await bad([first, { ...second, sig: first.sig }])).toEqual(atSecond);
      expect(await bad([first, { ...second, sig: 'AAAA' }])).toEqual(atSecond);
      expect(await bad([first, { ...second, sig: second.sig.replace('==', '') }])).toEqual(atSecond);
      expect(await bad([{ ...first, sig: second.sig }, second])).toEqual(atFirst);
      expect(await bad([first, first])).toEqual({ ...atSecond, keyid: ALICE.keyId });
      expect(await bad([{ ...first, keyid: 'did:key:zzz' }])).toEqual({ ...atFirst, keyid: 'did:key:zzz' });
      expect(await bad([])).toEqual({ ok: false, pointer: '/signatures', keyid: '', digest });
      expect(await verifier.verify({ ...GOOD, payloadType: GOOD.payloadType.replace('v1', 'v2') })).toMatchObject({
        ok: false,
        pointer: '/signatures/0',
      });
    }));

  test('takes no work after it is closed', async () => {
    const verifier = new Verifier({ backend });
    await verifier.close();
    await verifier.close();
    await expect(verifier.verify(GOOD)).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('threads', () => {
  test('more envelopes than it takes at once, each with its own verdict', () =>
    withVerifier({ threads: 2 }, async (verifier) => {
      const all = envelopes(3_000);
      const verdicts = await Promise.all(all.map((envelope) => verifier.verify(envelope)));
      verdicts.forEach((verdict, i) => expect(verdict.ok).toBe(i % 7 !== 0));
      verdicts.slice(0, 50).forEach(({ digest }, i) => expect(digest).toBe(digestOf(all[i] ?? GOOD)));
    }));

  test("the payload of the caller stays the caller's", () =>
    withVerifier({ threads: 1 }, async (verifier) => {
      const before = GOOD.payload.slice();
      await verifier.verify(GOOD);
      expect(GOOD.payload).toEqual(before);
    }));

  test('close answers what was taken', async () => {
    const verifier = new Verifier({ threads: 1 });
    const verdicts = Promise.all(envelopes(1_500).map((envelope) => verifier.verify(envelope)));
    await verifier.close();
    expect(await verdicts).toHaveLength(1_500);
  });

  test('the work of a worker that dies is done by another', () =>
    workersOf(async (seen) => {
      await withVerifier({ threads: 2 }, async (verifier) => {
        await verifier.verify(GOOD);
        const verdicts = Promise.all(envelopes(1_200).map((envelope) => verifier.verify(envelope)));
        await new Promise((resolve) => setImmediate(resolve));
        await Promise.all([...seen].map((worker) => worker.terminate()));
        (await verdicts).forEach(({ ok }, i) => expect(ok).toBe(i % 7 !== 0));
        expect(seen.size).toBeGreaterThan(2);
      });
    }));

  test('an envelope over which workers keep dying is given back with the reason', async () => {
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker) {
      // Not a buffer: the worker throws.
      send.call(this, 'nonsense');
    };
    const verifier = new Verifier({ threads: 1 });
    const outcome = await verifier.verify(GOOD).catch((error: unknown) => error);
    Worker.prototype.postMessage = send;
    if (!(outcome instanceof VerifierError)) throw outcome;
    expect(outcome.code).toBe('worker-died');
    expect(String(outcome.cause)).toMatch(/DataView/);
    expect(await verifier.verify(GOOD)).toMatchObject({ ok: true });
    await verifier.close();
  });
});
