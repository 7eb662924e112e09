export * from './follower.js';
export { deleteReadModel, ReadModel, type Checkpoint } from './read-model.js';
export * from './reading.js';
export * from './graph.js';
