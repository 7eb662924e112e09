import { signerFromSeed } from '@hadic/signing';
import { ndjson, smallFirm } from './people.js';
import { startService } from './service.js';

const { people, admin, site, events } = smallFirm();
const stranger = { org: 'kopi', ref: 'kopi-admin', signer: signerFromSeed(new Uint8Array(32).fill(9)) };
const driver = people.person('kopi', 'p-sopir');
const order = people.purchase(admin, site, 1);
const { wire } = people.purchase(admin, site, 2);
const [signature = { keyid: '', sig: '' }] = wire.signatures;
const [salt = ''] = wire.openings?.['/data/price'] ?? [];

const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
const signedBy = (...signatures: object[]) => ({ ...wire, signatures });
const opened = (openings: object | undefined) => ({ ...wire, openings });
const bought = (data: object) =>
  people.sign('IngredientSourced', { ...order.event.data, ...data }, { by: [[admin, 'PURCHASING']] }).wire;
/** The point of order two of the curve: everybody can sign for it. */
const WEAK = 'did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP';

/** What is posted, and the status, code and pointer that it is answered with. */
const CASES: [name: string, expected: [number, string, string], body: object | string][] = [
  ['no JSON', [400, 'not-json', ''], '{'],
  ['a list', [400, 'malformed-envelope', ''], '[]'],
  ['a name twice', [400, 'duplicate-name', '/a'], '{"a":1,"a":2}'],
  ['a member too many', [400, 'malformed-envelope', ''], { ...wire, extra: 1 }],
  ['another alphabet', [400, 'malformed-envelope', '/payload'], { ...wire, payload: wire.payload.replace(/.$/, '_') }],
  ['a foreign payload type', [400, 'malformed-payload-type', '/payloadType'], { ...wire, payloadType: 'text/plain' }],
  ['a weak key', [400, 'malformed-envelope', '/signatures/0/keyid'], signedBy({ ...signature, keyid: WEAK })],
  [
    'a changed signature',
    [400, 'bad-signature', '/signatures/0'],
    signedBy({ ...signature, sig: flip(signature.sig) }),
  ],
  ['a changed payload', [400, 'bad-signature', '/signatures/0'], { ...wire, payload: flip(wire.payload) }],
  ['a key twice', [400, 'duplicate-signer', '/signatures/1/keyid'], signedBy(signature, signature)],
  [
    'another type than signed',
    [400, 'bad-signature', '/signatures/0'],
    { ...wire, payloadType: wire.payloadType.replace('Sourced', 'Received') },
  ],
  ['no opening', [400, 'missing-opening', '/data/price'], opened(undefined)],
  ['a false opening', [400, 'unequal-opening', '/data/price'], opened({ '/data/price': [salt, { amount: '1' }] })],
  ['an opening for nothing', [400, 'unexpected-opening', '/x'], opened({ ...wire.openings, '/x': [salt, 1] })],
  ['openings as a list', [400, 'malformed-opening', '/openings'], opened([])],
  ['a time of recording', [400, 'recorded-at-refused', '/recordedAt'], { ...wire, recordedAt: '2026-03-03T00:00:00Z' }],
  ['no time at all', [400, 'recorded-at-malformed', '/recordedAt'], { ...wire, recordedAt: 7 }],
  ['a field left out', [400, 'invalid-event', '/data/poNo'], bought({ poNo: undefined })],
  ['a field too many', [400, 'invalid-event', '/data/halal'], bought({ halal: true })],
  ['a field of another type', [400, 'invalid-event', '/data/poLine'], bought({ poLine: 'one' })],
  [
    'another stream',
    [422, 'wrong-stream', '/stream'],
    people.purchase(admin, site, 3, { header: { stream: 'site-kopi/gudang' } }).wire,
  ],
  [
    'another ledger',
    [422, 'wrong-ledger', '/ledger'],
    people.purchase(admin, site, 3, { header: { ledger: '00'.repeat(32) } }).wire,
  ],
  [
    'the future',
    [422, 'occurred-in-future', '/occurredAt'],
    people.purchase(admin, site, 3, { at: '2027-01-01T00:00:00Z' }).wire,
  ],
  ['an unknown key', [403, 'key-unknown', '/signers/0/key'], people.purchase(stranger, site, 3).wire],
  ['a person without a mandate', [403, 'no-mandate', '/signers/0/role'], people.purchase(driver, site, 3).wire],
  [
    'a role too little',
    [403, 'signer-missing', '/signers'],
    people.purchase(admin, site, 3, { by: [[admin, 'WAREHOUSE']] }).wire,
  ],
  ['a second founding', [409, 'already-founded', '/type'], smallFirm({ seed: 'else' }).people.founding.wire],
  ['a taken id', [409, 'id-taken', '/id'], people.purchase(admin, site, 3, { id: order.id }).wire],
  ['a line that was ordered', [409, 'order-line-exists', '/data/poLine'], people.purchase(admin, site, 1).wire],
  [
    'what is not there',
    [422, 'lot-unknown', '/data/children/0/lotId'],
    people.pack(admin, `${site}/U-1`, `${site}/NONE`, '1').wire,
  ],
];

describe('the service refuses', () => {
  let service: Awaited<ReturnType<typeof startService>>;

  beforeAll(async () => {
    service = await startService();
    const answers = await service.postLines(ndjson([...events, people.key(admin, driver), order]));
    expect(answers.at(-1)?.summary).toMatchObject({ refused: 0, retry: 0, unknown: 0 });
  });
  afterAll(() => service.close());

  test.each(CASES)('%s', async (_, [status, code, pointer], body) => {
    const before = await service.get('/v1/log/head');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await service.send(text);
    const problem = (await answer.json()) as Record<string, string>;
    expect(problem).toMatchObject({ status, code, pointer, type: `urn:hadic:problem:${code}` });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    for (const member of ['title', 'detail', 'wayOut']) expect(problem[member]).toMatch(/\S/);
    // A slot that nobody filled reads as a question mark.
    expect(`${problem['detail']} ${problem['wayOut']}`).not.toContain('?');
    const inIndonesian = await service.send(text, undefined, { 'accept-language': 'id-ID,id;q=0.9' });
    expect(inIndonesian.headers.get('content-language')).toBe('id');
    expect(((await inIndonesian.json()) as Record<string, string>)['wayOut']).not.toBe(problem['wayOut']);
    expect(await service.get('/v1/log/head')).toEqual(before);
  });

  test('every one of them in a line as well, with the same words', async () => {
    const single = await Promise.all(
      CASES.map(async ([, , body]) => {
        const answer = await service.send(typeof body === 'string' ? body : JSON.stringify(body));
        return (await answer.json()) as object;
      }),
    );
    const lines = CASES.map(([, , body]) => (typeof body === 'string' ? body : JSON.stringify(body)));
    const answers = await service.postLines(lines.join('\n'));
    expect(answers.slice(0, -1).map(({ problem }) => problem)).toEqual(single);
    expect(answers.at(-1)?.summary).toMatchObject({ lines: CASES.length, refused: CASES.length });
  });
});
