import fc from 'fast-check';
import { pointerOf, type Json } from '@hadic/signing';
import { validateByClass } from '../src/catalogue/by-class.js';
import { validate } from '../src/catalogue/decode.js';
import { changesOf, leanJson, pathsIn, sampleJson, TYPES, withAt, type Path } from './catalogue.mutations.js';

/** The top-level member of the event, its data or a replacement that a pointer leads into. */
function memberOf(pointer: string): string {
  const steps = pointer.split('/');
  const depth = steps[1] !== 'data' ? 2 : steps[2] !== 'replacement' ? 3 : 4;
  return steps.slice(0, depth).join('/');
}

const members = (problems: { pointer: string }[]) =>
  [...new Set(problems.map(({ pointer }) => memberOf(pointer)))].sort();

/** Members that fail by the compiled checker and by class-validator. */
function bothOn(json: Json): { compiled: string[]; byClass: string[] } {
  return { compiled: members(validate(json)), byClass: members(validateByClass(json)) };
}

function expectOneVerdict(json: Json, what: string): boolean {
  const { compiled, byClass } = bothOn(json);
  if (compiled.join() !== byClass.join()) {
    throw new Error(`${what}: compiled says [${compiled.join()}], class-validator [${byClass.join()}]`);
  }
  return compiled.length === 0;
}

/** Tries every change in one place and counts those that both refuse. */
function refusedChanges(event: Json, path: Path): number {
  const changes: (Json | undefined)[] = [];
  withAt(event, path, (before) => {
    changes.push(...changesOf(before));
    return before;
  });
  return changes.filter((change) => {
    const what = `${pointerOf(path)} = ${JSON.stringify(change)?.slice(0, 60)}`;
    return !expectOneVerdict(
      withAt(event, path, () => change),
      what,
    );
  }).length;
}

/** Where each type's data is changed: everywhere, but in nested data that an earlier type has as well (`qty/value`) once only. */
const PLACES = new Map<string, Path[]>();
const tried = new Set<string>();
for (const type of TYPES) {
  const paths = pathsIn(leanJson(type)['data'] ?? null, ['data']).filter((path) => {
    const nested = path.slice(-2).join('/');
    const isNew = path.length < 4 || !tried.has(nested);
    if (path.length >= 4) tried.add(nested);
    return isNew;
  });
  PLACES.set(type, paths);
}

describe('class-validator and the compiled checker give one verdict', () => {
  test.each(TYPES)('%s: on the sample', (type) => {
    expect(bothOn(sampleJson(type))).toEqual({ compiled: [], byClass: [] });
  });

  test.each(TYPES)('%s: on every change of one place in its data', (type) => {
    const event = leanJson(type);
    for (const path of PLACES.get(type) ?? []) {
      expect(refusedChanges(event, path)).toBeGreaterThan(0);
    }
  });

  test.each(['LedgerFounded', 'IngredientReceived'] as const)('%s: on every change of its header', (type) => {
    const event = sampleJson(type);
    for (const path of pathsIn(event).filter(([member, ...rest]) => member !== 'data' || rest.length === 0)) {
      expect(refusedChanges(event, path)).toBeGreaterThan(0);
    }
  });

  test('on the length of a text, which both count in code points', () => {
    const consignee = (text: string) => withAt(leanJson('Shipped'), ['data', 'consignee'], () => text);
    expect(bothOn(consignee('😀'.repeat(200)))).toEqual({ compiled: [], byClass: [] });
    const tooLong = { compiled: ['/data/consignee'], byClass: ['/data/consignee'] };
    expect(bothOn(consignee('😀'.repeat(201)))).toEqual(tooLong);
    expect(bothOn(consignee(`a${'\ufe0f'.repeat(200)}`))).toEqual(tooLong);
  });

  test('on any JSON in any place', () => {
    const events = TYPES.map((type) => leanJson(type));
    const place = fc
      .constantFrom(...events)
      .chain((event) => fc.tuple(fc.constant(event), fc.constantFrom(...pathsIn(event))));
    fc.assert(
      fc.property(place, fc.jsonValue({ maxDepth: 3 }), ([event, path], value) => {
        // -0 and the like do not survive being written down, which every event was.
        const changed = withAt(event, path, () => JSON.parse(JSON.stringify(value)) as Json);
        expectOneVerdict(changed, pointerOf(path));
      }),
      { numRuns: 500 },
    );
  });
});
