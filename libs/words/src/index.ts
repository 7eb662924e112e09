export { LANGUAGES, pickLanguage, type Language } from './language.js';
export {
  inWords,
  malformedParameter,
  type Objection,
  type Problem,
  PROBLEM_CODES,
  type ProblemBody,
  type ProblemCode,
  Refused,
  statusOf,
} from './problem-details.js';
export { isMessageKey, messages, say, slotsOf, type MessageKey } from './say.js';
export { tell } from './tell.js';
