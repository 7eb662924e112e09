export { backup, type EventCheck, restore } from './backup.js';
export { compareLogs, type Comparison, copyLog, type Difference } from './copy.js';
export {
  type Appended,
  EventStore,
  MAX_APPEND_BYTES,
  type NewEvent,
  NO_STREAM,
  type StoredEvent,
  type StoreFailure,
  type StoreNotice,
  StoreUnavailable,
  WrongRevision,
} from './event-store.js';
export { DEFAULT_NAMESPACE } from './eventstoredb-names.js';
export { MemoryStore } from './memory.js';
export { describePlace, openStore, type StorePlace } from './open-store.js';
export { SqliteStore } from './sqlite.js';
export { lockFile } from './sqlite-lock.js';
export { connect, type Connect, type Connection, type Row, type Statement, type Value } from './sqlite-driver.js';
export { type StoreContents } from './sqlite-schema.js';
