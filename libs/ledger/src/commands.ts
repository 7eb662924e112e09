import type { Readable } from 'node:stream';

import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { type Entry, History, type LogHead, type Page, type PageRequest } from './history.js';
import { type LineAnswer, LINES_IN_PROGRESS, readLines, recordLines, takeUntil } from './lines.js';
import { notDone, type Outcome } from './outcome.js';
import { Recorder } from './recorder.js';

/** Record one signed event, given as it is on the wire. */
export class RecordEvent extends Command<Outcome> {
  constructor(
    readonly bytes: Uint8Array,
    /** Where it came from. */
    readonly address: string,
  ) {
    super();
  }
}

/** Record many, one a line. The answer is undefined if the ledger has no room for them now; nothing has been read then. */
export class RecordEvents extends Command<AsyncIterable<LineAnswer> | undefined> {
  constructor(
    readonly body: Readable,
    readonly address: string,
  ) {
    super();
  }
}

/** A page of the log. */
export class ReadLog extends Query<Page> {
  constructor(readonly request: PageRequest) {
    super();
  }
}

/** One record, by the id of its event. */
export class ReadEntry extends Query<Entry> {
  constructor(readonly id: string) {
    super();
  }
}

/** Size and root of the log's tree. */
export class ReadHead extends Query<LogHead> {}

@CommandHandler(RecordEvent)
export class RecordEventHandler implements ICommandHandler<RecordEvent> {
  constructor(private readonly recorder: Recorder) {}

  async execute({ bytes, address }: RecordEvent): Promise<Outcome> {
    const { recorder } = this;
    const away = recorder.turnAway(address);
    if (away) return recorder.told(away);
    if (!recorder.hasRoom(1)) return recorder.told(notDone('overloaded'));
    const leave = recorder.enter(1);
    try {
      return recorder.told(await recorder.record(bytes));
    } finally {
      leave();
    }
  }
}

@CommandHandler(RecordEvents)
export class RecordEventsHandler implements ICommandHandler<RecordEvents> {
  constructor(private readonly recorder: Recorder) {}

  async execute({ body, address }: RecordEvents): Promise<AsyncIterable<LineAnswer> | undefined> {
    if (!this.recorder.hasRoom(LINES_IN_PROGRESS)) return undefined;
    return recordLines(this.recorder, readLines(takeUntil(this.recorder.closing, body)), address);
  }
}

@QueryHandler(ReadLog)
export class ReadLogHandler implements IQueryHandler<ReadLog> {
  constructor(private readonly history: History) {}

  execute({ request }: ReadLog): Promise<Page> {
    return this.history.page(request);
  }
}

@QueryHandler(ReadEntry)
export class ReadEntryHandler implements IQueryHandler<ReadEntry> {
  constructor(private readonly history: History) {}

  execute({ id }: ReadEntry): Promise<Entry> {
    return this.history.entry(id);
  }
}

@QueryHandler(ReadHead)
export class ReadHeadHandler implements IQueryHandler<ReadHead> {
  constructor(private readonly history: History) {}

  execute(): Promise<LogHead> {
    return this.history.head();
  }
}

export const HANDLERS = [RecordEventHandler, RecordEventsHandler, ReadLogHandler, ReadEntryHandler, ReadHeadHandler];
