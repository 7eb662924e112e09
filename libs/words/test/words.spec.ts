import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HEADLINES, isEventType, REASON_CODES, REFUSALS, ROLES, rules } from '@hadic/domain';
import { LANGUAGES, messages, pickLanguage, say, slotsOf, tell, type MessageKey } from '@hadic/words';
import ts from 'typescript';

const keys = Object.keys(messages) as MessageKey[];
const under = (group: string) =>
  keys.filter((key) => key.startsWith(`${group}.`)).map((key) => key.slice(group.length + 1));

describe('the catalogue', () => {
  test('has words for every refusal, reason, headline, role and event type, and for nothing else', () => {
    expect(under('refusal').sort()).toEqual([...REFUSALS].sort());
    expect(under('reason').sort()).toEqual([...REASON_CODES].sort());
    expect(under('headline').sort()).toEqual([...HEADLINES].sort());
    expect(under('role').sort()).toEqual([...ROLES].sort());
    expect(under('event').sort()).toEqual(Object.keys(rules).sort());
    expect(under('sentence').every(isEventType)).toBe(true);
  });

  test('gives a way out for whatever is wrong, and no code means two things', () => {
    const wrong = [...under('refusal'), ...under('problem'), ...under('reason')];
    expect(new Set(wrong).size).toBe(wrong.length);
    expect(under('wayOut').sort()).toEqual([...wrong].sort());
  });

  test.each(LANGUAGES)('is complete in %s', (language) => {
    expect(keys.filter((key) => messages[key][language].trim() === '')).toEqual([]);
  });

  test('fills the same slots in every language', () => {
    const different = keys.filter((key) => {
      const [first, ...others] = LANGUAGES.map((language) => slotsOf(key, language).sort().join());
      return others.some((other) => other !== first);
    });
    expect(different).toEqual([]);
  });

  test('is translated, not copied', () => {
    const loanwords = [
      'role.REGISTRAR',
      'role.ORG_ADMIN',
      'role.AUDITOR_HALAL',
      'headline.HALAL',
      'event.AuditPlanned',
    ];
    const copied = keys.filter((key) => messages[key].id === messages[key].en);
    expect(copied.filter((key) => !loanwords.includes(key) && /[a-z]{3}/.test(messages[key].en))).toEqual([]);
  });

  test('never says "not detected" of a result below the limit of quantification', () => {
    for (const language of LANGUAGES) {
      const told = say(language, 'reason.HC-503', { state: 'BELOW_LOQ' });
      expect(told).toContain('LOQ');
      expect(told).not.toMatch(/not detected|tidak terdeteksi/i);
    }
  });
});

describe('say', () => {
  test('fills slots and prints a question mark where one is missing', () => {
    expect(say('en', 'refusal.lot-exists', { lot: 'kopi/pabrik/L-1' })).toBe('There is already a lot kopi/pabrik/L-1.');
    expect(say('en', 'refusal.lot-exists')).toBe('There is already a lot ?.');
    expect(say('en', 'refusal.lot-exists', { constructor: 'x' })).toContain('?');
  });

  test('does not read a filled-in value as a template', () => {
    expect(say('en', 'refusal.lot-exists', { lot: '{lot}$&' })).toBe('There is already a lot {lot}$&.');
  });

  test('tells roles in words', () => {
    const slots = { roles: 'PRODUCTION / PENYELIA_HALAL', organisation: 'kopi' };
    expect(say('id', 'refusal.signer-missing', slots)).toContain('bagian produksi / penyelia halal dari kopi');
  });
});

test('tell makes a sentence of an event, with quantities and lots as a person reads them', () => {
  const data = {
    runId: 'kopi/pabrik/R-1',
    lineId: 'L1',
    inputs: [{ lotId: 'kopi/pabrik/L-1', qty: { value: '12.5', unit: 'KGM' } }],
    outputs: [{ lotId: 'kopi/pabrik/P-1', productId: 'kopi/bubuk', qty: { value: '10', unit: 'KGM' } }],
  };
  expect(tell('en', 'BatchProcessed', data)).toBe(
    'Run kopi/pabrik/R-1 on line L1: kopi/pabrik/L-1 (12.5 KGM) became kopi/pabrik/P-1 (10 KGM).',
  );
});

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['id-ID,id;q=0.9,en;q=0.8', 'id'],
  ['en;q=0.5, id;q=0.7', 'id'],
  ['in', 'id'],
  ['fr, ms;q=0.9', 'en'],
  ['id;q=0', 'en'],
  ['*', 'en'],
])('pickLanguage(%p) is %s', (header, language) => {
  expect(pickLanguage(header)).toBe(language);
});

describe('the rules that refuse', () => {
  const thrown = refusalsThrown(path.resolve(process.cwd(), 'libs/domain/src'));

  test('fill the slots that their words have', () => {
    expect(thrown.length).toBeGreaterThan(20);
    const unfilled = thrown.flatMap(({ code, slots, place }) => {
      const wanted = [...slotsOf(`refusal.${code}` as MessageKey), ...slotsOf(`wayOut.${code}` as MessageKey)];
      const missing = wanted.filter((slot) => !slots.includes(slot));
      return missing.length > 0 ? [`${place} ${code}: has ${slots.join()}, lacks ${missing.join()}`] : [];
    });
    expect(unfilled).toEqual([]);
  });
});

interface Thrown {
  code: string;
  slots: string[];
  place: string;
}

/** Every `new Rejected('code', pointer, { … })` in a folder whose code and slots stand there in full, and every `requireParty`. */
function refusalsThrown(folder: string): Thrown[] {
  return readdirSync(folder).flatMap((place) => {
    const text = readFileSync(path.join(folder, place), 'utf8');
    const found: Thrown[] = [];
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      const [code, slots] = ts.isNewExpression(node) ? rejection(node) : party(node);
      if (code !== undefined && slots !== undefined) found.push({ code, slots, place });
    };
    visit(ts.createSourceFile(place, text, ts.ScriptTarget.Latest, true));
    return found;
  });
}

function rejection(node: ts.NewExpression): [code?: string, slots?: string[]] {
  const [code, , slots] = node.arguments ?? [];
  if (node.expression.getText() !== 'Rejected' || !code || !ts.isStringLiteral(code)) return [];
  if (!slots) return [code.text, []];
  if (!ts.isObjectLiteralExpression(slots) || slots.properties.some(ts.isSpreadAssignment)) return [];
  return [code.text, slots.properties.map((property) => property.name?.getText() ?? '')];
}

function party(node: ts.Node): [code?: string, slots?: string[]] {
  const match = ts.isCallExpression(node) ? /^requireParty\(.*code: '([a-z-]+)'/s.exec(node.getText()) : null;
  return match?.[1] ? [match[1], ['organisation', 'roles']] : [];
}
