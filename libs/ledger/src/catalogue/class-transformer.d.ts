// The one way to class-transformer's table of nested types, which its package publishes without a declaration.
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage.js';
}
