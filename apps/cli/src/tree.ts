import { isEventType, type Quantity, type Reason } from '@hadic/domain';
import type { Chain, ChainEdge, ChainLot, Entry } from '@hadic/provenance';
import type { JsonObject } from '@hadic/signing';
import { isMessageKey, say, tell, type Language, type MessageKey } from '@hadic/words';
import { draw, write, type Branch, type Line, type Style } from './tree-lines.js';
import { briefly, changesOf, momentOf, quantityOf } from './tree-values.js';

const WIDTH = 110;
/** Hand-overs, packs and the like that one branch shows before it says how many more there are. */
const SHOWN = 12;

/**
 * The chain of a lot for a person: the lot, what it was made from, what was checked, where it went, and the moment for which all this holds.
 * A lot that several were made from is told once and named again. Colour is for terminals only.
 */
export function renderTree(chain: JsonObject, language: Language, colour: boolean, width = WIDTH): string {
  const paper = { colour, width };
  const story = new Story(chain as JsonObject & Chain, language);
  const sections = story.sections().flatMap(({ title, branches }) => ['', title, ...draw(branches, paper)]);
  const head = write(story.asked(), paper, ['', '  ']);
  const foot = write(story.legend(), paper, ['', '']);
  return [...head, ...sections, '', ...foot, ''].join('\n');
}

class Story {
  private readonly lots: Map<string, ChainLot>;
  private readonly events: Map<string, Entry>;
  private readonly told = new Set<string>();

  constructor(
    private readonly chain: Chain,
    private readonly language: Language,
  ) {
    this.lots = new Map(chain.lots.map((lot) => [lot.id, lot]));
    this.events = new Map(chain.events.map((event) => [event.id, event]));
  }

  asked(): Line[] {
    const lot = this.lots.get(this.chain.lot);
    return lot ? this.linesOf(lot) : [{ text: this.chain.lot, style: 'strong' }];
  }

  sections(): { title: string; branches: Branch[] }[] {
    const { lot } = this.chain;
    this.told.add(lot);
    const none = (key: 'noAncestors' | 'noDescendants') => [leaf({ text: this.say(`tree.${key}`), style: 'faint' })];
    const [above, evidence, below] = [this.ancestors(lot), this.evidence(), this.journey()];
    return [
      { title: this.say('tree.madeFrom'), branches: above.length > 0 ? above : none('noAncestors') },
      ...(evidence.length > 0 ? [{ title: this.say('tree.evidence'), branches: evidence }] : []),
      { title: this.say('tree.wentTo'), branches: below.length > 0 ? below : none('noDescendants') },
    ];
  }

  legend(): Line[] {
    const { asOf, status, simulated, truncated } = this.chain;
    const told = this.say('tree.asOf', {
      valid: momentOf(asOf.validTime),
      known: momentOf(asOf.knownTime),
      index: asOf.index,
      checked: status.codesChecked,
      table: status.codesInTable,
      rules: status.ruleSet,
    });
    const cut = [truncated?.lots, truncated?.events].flatMap((each) =>
      each ? [this.say('tree.truncated', each)] : [],
    );
    const lines = [told, ...cut].map((text): Line => ({ text, style: 'faint' }));
    return simulated ? [...lines, { text: this.say('tree.simulated'), style: 'open' }] : lines;
  }

  private ancestors(lot: string): Branch[] {
    return this.edges('to', lot).map((edge) => this.branch(edge, edge.from, (id) => this.ancestors(id)));
  }

  private descendants(lot: string): Branch[] {
    return this.edges('from', lot).map((edge) => this.branch(edge, edge.to, (id) => this.descendants(id)));
  }

  private edges(end: 'from' | 'to', lot: string): ChainEdge[] {
    return this.chain.edges.filter((edge) => edge[end] === lot);
  }

  private branch(edge: ChainEdge, id: string, below: (id: string) => Branch[]): Branch {
    const lot = this.lots.get(id);
    if (!lot) return leaf({ text: id, style: 'strong' });
    if (this.told.has(id))
      return leaf({ text: `${this.titleOf(lot, edge.qty)} (${this.say('tree.seeAbove')})`, style: 'faint' });
    this.told.add(id);
    return { lines: this.linesOf(lot, edge.from === id ? edge.qty : undefined), below: below(id) };
  }

  /** A lot: what it is and how much, where it came from and who signed that, how it stands, what was corrected. */
  private linesOf(lot: ChainLot, used?: Quantity): Line[] {
    const birth = lot.born && this.events.get(lot.born.event);
    const how = birth
      ? [[this.titleOfEvent(birth), momentOf(birth.occurredAt), lot.site, this.signersOf(birth)].join(' · ')]
      : [];
    return [
      { text: this.titleOf(lot, used), style: 'strong' },
      ...how.map((text): Line => ({ text, style: 'faint' })),
      ...this.statusOf(lot),
      ...this.corrections(lot),
    ];
  }

  private titleOf(lot: ChainLot, used?: Quantity): string {
    const amount = this.amountOf(lot.qty, used);
    const isAsked = lot.id === this.chain.lot;
    const left = lot.onHand && isAsked && lot.onHand.value !== lot.qty?.value ? [lot.onHand] : [];
    const told = left.map((qty) => this.say('tree.left', { qty: quantityOf(this.language, qty) }));
    return [this.nameOfLot(lot.id), lot.name, ...amount, ...told].join(' · ');
  }

  /** How much of a lot went along, where that was not all of it. */
  private amountOf(qty: Quantity | undefined, used: Quantity | undefined): string[] {
    const whole = qty && quantityOf(this.language, qty);
    const part = used && quantityOf(this.language, used);
    if (whole === undefined || part === undefined || part === whole) return [part ?? whole ?? ''].filter(Boolean);
    return [this.say('tree.partOf', { part, whole })];
  }

  /** The last part of an id says enough, unless two lots of the chain share it; the asked lot is named in full. */
  private nameOfLot(id: string): string {
    const short = id.slice(id.lastIndexOf('/') + 1);
    const shared = this.chain.lots.filter((lot) => lot.id.endsWith(`/${short}`)).length > 1;
    return shared || id === this.chain.lot ? id : short;
  }

  private statusOf(lot: ChainLot): Line[] {
    const { headline, codes, destroyed } = lot.status;
    const reasons = this.chain.status.reasons.filter((reason) => lot.id === this.chain.lot || reason.lot === lot.id);
    const worst = reasons.find(({ axes }) => Object.keys(axes).length > 0);
    const missing =
      lot.id === this.chain.lot
        ? this.chain.status.missing.map(({ what }) => this.say(`missing.${what}`, { lot: this.nameOfLot(lot.id) }))
        : [];
    const why = worst ? [this.reason(worst)] : missing.slice(0, 1);
    const untold = codes.filter((code) => code !== worst?.code);
    const badge = destroyed ? [this.say('badge.destroyed')] : [];
    const style: Style =
      headline === 'HALAL' ? 'good' : headline === 'PENDING' || headline === 'EXPIRED' ? 'open' : 'bad';
    const text = [this.say(`headline.${headline}`), ...why].join(': ');
    const more = untold.length > 0 && lot.id !== this.chain.lot ? ` [${untold.join(', ')}]` : '';
    const others =
      lot.id === this.chain.lot
        ? reasons.filter((reason) => reason !== worst).map((reason) => this.reason(reason))
        : [];
    return [
      { text: `${text}${more}`, style },
      ...[...badge, ...others].map((each): Line => ({ text: each, style: 'faint' })),
    ];
  }

  private reason({ code, slots }: Reason): string {
    const key = `reason.${code}`;
    return `${isMessageKey(key) ? this.say(key, slots) : ''} [${code}]`.trim();
  }

  /** Both versions of what was corrected; the older one struck through. */
  private corrections(lot: ChainLot): Line[] {
    return this.chain.events.flatMap((event): Line[] => {
      if (event.corrects === undefined || !this.concerns(event, lot)) return [];
      const { reason } = event.data as { reason?: string };
      const before = this.events.get(event.corrects);
      const changes =
        before && event.type === 'EventCorrected' ? changesOf(this.language, versionIn(before), versionIn(event)) : [];
      const key = event.type === 'EventCorrected' ? 'tree.corrected' : 'tree.annulled';
      return [
        {
          text: `${this.say(key, { day: momentOf(event.occurredAt), reason: reason ?? '' })} · ${this.signersOf(event)}`,
          style: 'open',
        },
        ...changes.flatMap(({ name, from, to }): Line[] => [
          { text: `− ${name} ${from}`, style: 'struck' },
          { text: `+ ${name} ${to}`, style: 'plain' },
        ]),
      ];
    });
  }

  /** A correction is told with the lot that its fact gave birth to, else with the lots that the fact is about. */
  private concerns(event: Entry, lot: ChainLot): boolean {
    let root: Entry | undefined = event;
    while (root?.corrects !== undefined) root = this.events.get(root.corrects);
    const isBirth = this.chain.lots.some(({ born }) => born?.event === root?.id);
    return isBirth ? lot.born?.event === root?.id : event.lots.includes(lot.id);
  }

  private evidence(): Branch[] {
    const { lot } = this.chain;
    const samples = this.ofType('SampleDrawn').filter((event) => textIn(event, 'lotId') === lot);
    const results = this.ofType('LabResultReported').filter((event) =>
      samples.some((sample) => textIn(sample, 'sample') === textIn(event, 'sample')),
    );
    const own = (['IncomingInspected', 'HalalReleaseGranted', 'LotDisposed'] as const).flatMap((type) =>
      this.ofType(type).filter((event) => textIn(event, 'lotId') === lot),
    );
    const product = this.lots.get(lot)?.productId;
    const certificates = this.ofType('CertificateImported').filter(
      (event) => product !== undefined && listIn(event, 'products').includes(product),
    );
    return this.listed([...certificates, ...own, ...samples, ...results]);
  }

  /** Packs, the shipments that they left in, their hand-overs, and the lots that were made of it. */
  private journey(): Branch[] {
    const { lot } = this.chain;
    const packs = this.ofType('Packed').filter((event) => event.lots.includes(lot));
    const units = packs.map((event) => textIn(event, 'unitId'));
    const shipped = this.ofType('Shipped').filter((event) =>
      units.some((unit) => listIn(event, 'units').includes(unit)),
    );
    const shipments = shipped.map((event) => {
      const steps = (['CustodyOffered', 'CustodyAccepted', 'ReceivedByBuyer'] as const).flatMap((type) =>
        this.ofType(type).filter((step) => textIn(step, 'shipment') === textIn(event, 'shipment')),
      );
      return { ...leaf(...this.eventLines(event)), below: this.listed(steps) };
    });
    return [...this.listed(packs), ...shipments, ...this.descendants(lot)];
  }

  private ofType(type: string): Entry[] {
    return this.chain.events.filter((event) => event.type === type);
  }

  private listed(events: readonly Entry[]): Branch[] {
    const ordered = [...events].sort((a, b) => a.index - b.index);
    const shown = ordered.slice(0, SHOWN).map((event) => leaf(...this.eventLines(event)));
    const more = ordered.length - shown.length;
    return more > 0 ? [...shown, leaf({ text: this.say('cli.andMore', { count: more }), style: 'faint' })] : shown;
  }

  private eventLines(event: Entry): Line[] {
    const { type, data, occurredAt } = event;
    const sentence = isEventType(type)
      ? tell(this.language, type, briefly(this.language, data as JsonObject) as object)
      : type;
    const past = event.supersededBy !== undefined || event.annulledBy !== undefined;
    return [
      { text: sentence, style: past ? 'struck' : 'plain' },
      { text: `${momentOf(occurredAt)} · ${this.signersOf(event)}`, style: 'faint' },
    ];
  }

  private titleOfEvent({ type }: Entry): string {
    const key = `event.${type}`;
    return isMessageKey(key) ? this.say(key) : type;
  }

  /** Organisations with the roles that they signed in; a key that a service holds is marked. */
  private signersOf(event: Entry): string {
    const byOrg = new Map<string, string[]>();
    for (const { orgName, role, custodial } of event.signers) {
      const roles = byOrg.get(orgName) ?? [];
      const mark = custodial ? ` [${this.say('tree.custodial')}]` : '';
      byOrg.set(orgName, [...roles, `${this.say(`role.${role}`)}${mark}`]);
    }
    const names = [...byOrg].map(([name, roles]) => `${name} (${[...new Set(roles)].join(', ')})`).join('; ');
    return event.unauthorised === undefined ? names : `${names} ⚠ ${this.say('tree.unauthorised')}`;
  }

  private say(key: MessageKey, slots?: Record<string, string | number>): string {
    return say(this.language, key, slots);
  }
}

function leaf(...lines: Line[]): Branch {
  return { lines, below: [] };
}

/** What a record says: a correction says its replacement. */
function versionIn({ type, data }: Entry): JsonObject {
  const said = data as JsonObject;
  return type === 'EventCorrected' ? (said['replacement'] as JsonObject) : said;
}

function textIn({ data }: Entry, name: string): string {
  const value = (data as JsonObject)[name];
  return typeof value === 'string' ? value : '';
}

function listIn({ data }: Entry, name: string): unknown[] {
  const value = (data as JsonObject)[name];
  return Array.isArray(value) ? value : [];
}
