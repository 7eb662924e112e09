import { checkRequirements, REFUSALS } from '@hadic/domain';
import { given, nothing, refusalOf, type Case } from './given.js';
import { foundingCases, refusedCases } from './refused.js';
import { received, signerOf } from './world.js';

describe('before there is a ledger', () => {
  test.each(foundingCases)('%s is refused', (...[, , event, code, pointer]: Case) => {
    nothing.when(event).thenRefused(code, pointer);
  });
});

describe.each(Object.entries(refusedCases))('%s', (_, cases) => {
  test.each(cases)('%s is refused', (...[, before, event, code, pointer]: Case) => {
    given(...before)
      .when(event)
      .thenRefused(code, pointer);
  });
});

describe('signatures that must come from different keys', () => {
  const pair = [
    { anyOf: ['PRODUCTION'], for: 'owner' },
    { anyOf: ['PENYELIA_HALAL'], for: 'owner', distinct: true },
  ] as const;
  const signedBy = (...by: string[]) => ({ ...received('L', '1'), signers: by.map(signerOf) });
  const check = (...by: string[]) => checkRequirements(signedBy(...by), pair, 'kopi');

  test('are refused from one key', () => {
    const refusal = refusalOf(() => check('kopi:PRODUCTION', 'kopi:PENYELIA_HALAL'));
    expect(refusal).toMatchObject({ code: 'signer-not-distinct', pointer: '/signers' });
    const turned = [...pair].reverse();
    const both = signedBy('kopi:PRODUCTION', 'kopi:PENYELIA_HALAL');
    expect(refusalOf(() => checkRequirements(both, turned, 'kopi')).code).toBe('signer-not-distinct');
  });

  test('are found wherever they stand among the signers', () => {
    check('a@kopi:PRODUCTION', 'b@kopi:PENYELIA_HALAL');
    check('a@kopi:PRODUCTION', 'b@kopi:PRODUCTION', 'a@kopi:PENYELIA_HALAL');
  });
});

test('every refusal is tested, and no other code is thrown', () => {
  const tested = [...foundingCases, ...Object.values(refusedCases).flat()].map(([, , , code]) => code);
  const elsewhere = [
    // Tested above: no type in force asks for it; the witness of a ritual cleansing will.
    'signer-not-distinct',
    // The recorder says it, after it has asked the read side whether the evidence supports the claim.
    'claim-not-supported',
  ];
  expect([...new Set([...tested, ...elsewhere])].sort()).toEqual([...REFUSALS].sort());
});
