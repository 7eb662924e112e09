import { effectiveEvent, type EventOf, type Known, type LedgerEvent, type Registry, type View } from '@hadic/domain';
import type { Row } from '@hadic/store';
import { eventOf } from './fold.js';
import type { ReadModel } from './read-model.js';

/** A version of a fact with where it stands; `original` is the event's own row, `row` that of the version. */
const VERSIONS = `SELECT r.idx, r.id, r.root, r.recorded_at, r.event, r.unauthorised, o.event AS original
  FROM records r JOIN records o ON o.idx = r.root`;

/**
 * What the log says up to one index, for the rules of the domain. Rows are only added and versions end at an index, so the same index gives
 * the same view for ever, whatever is folded meanwhile. One view serves one question: it remembers what it has read.
 */
export class LogView implements View {
  readonly #about = new Map<string, readonly Known[]>();
  readonly #mentioning = new Map<string, readonly Known[]>();
  readonly #annulled = new Map<string, readonly Known[]>();

  constructor(
    private readonly model: ReadModel,
    private readonly registry: Registry,
    /** Index of the last record that is known. */
    readonly asOf: number,
  ) {}

  about(subject: string): readonly Known[] {
    return this.#remembered(
      this.#about,
      subject,
      `${VERSIONS} JOIN subjects s ON s.idx = r.idx
       WHERE s.subject = ?1 AND s.mention = 0 AND s.idx <= ?2 AND r.until > ?2 AND r.type <> 'EventAnnulled' ORDER BY r.root`,
    );
  }

  /** The versions that only name the subject. */
  mentioning(subject: string): readonly Known[] {
    return this.#remembered(
      this.#mentioning,
      subject,
      `${VERSIONS} JOIN subjects s ON s.idx = r.idx
       WHERE s.subject = ?1 AND s.mention = 1 AND s.idx <= ?2 AND r.until > ?2 AND r.type <> 'EventAnnulled' ORDER BY r.root`,
    );
  }

  annulled(subject: string): readonly Known[] {
    return this.#remembered(
      this.#annulled,
      subject,
      `${VERSIONS} JOIN subjects s ON s.idx = r.idx JOIN records e ON e.idx = r.until
       WHERE s.subject = ?1 AND s.mention = 0 AND r.until <= ?2 AND e.type = 'EventAnnulled' ORDER BY r.root`,
    );
  }

  doubtful(key: string, index: number): string | undefined {
    const declared = this.registry.keys.get(key)?.doubtful;
    return declared && declared.knownAt <= this.asOf && declared.from <= index ? declared.event : undefined;
  }

  /** The version of a fact that the record at this index holds. */
  versionAt(index: number): LedgerEvent | undefined {
    const row = this.model.all(`${VERSIONS} WHERE r.idx = ?1`, [index])[0];
    return row && versionIn(row);
  }

  #remembered(memory: Map<string, readonly Known[]>, subject: string, sql: string): readonly Known[] {
    let known = memory.get(subject);
    if (!known) {
      known = this.model.all(sql, [subject, this.asOf]).map((row) => this.#known(row));
      memory.set(subject, known);
    }
    return known;
  }

  #known(row: Row): Known {
    const [index, place] = [Number(row['idx']), Number(row['root'])];
    const unauthorised = String(row['unauthorised']);
    return {
      event: versionIn(row),
      id: String(row['id']),
      index,
      place,
      recordedAt: String(row['recorded_at']),
      corrects: index === place ? [] : this.#versionsBefore(index, place),
      ...(unauthorised === '' ? {} : { unauthorised }),
    };
  }

  #versionsBefore(index: number, root: number): string[] {
    const later = `SELECT id, idx FROM records WHERE root = ?1 AND root <> idx AND idx < ?2 AND type = 'EventCorrected'`;
    const rows = this.model.all(`SELECT id, idx FROM records WHERE idx = ?1 UNION ALL ${later} ORDER BY idx`, [
      root,
      index,
    ]);
    return rows.map((row) => String(row['id']));
  }
}

function versionIn(row: Row): LedgerEvent {
  const event = eventOf(row);
  if (row['original'] === row['event']) return event;
  return effectiveEvent(JSON.parse(String(row['original'])) as LedgerEvent, event as EventOf<'EventCorrected'>);
}
