export {
  type Appended,
  checkAppend,
  EventStore,
  MAX_APPEND_BYTES,
  type NewEvent,
  NO_STREAM,
  type StoredEvent,
  type StoreFailure,
  StoreUnavailable,
  WrongRevision,
} from './event-store.js';
