export { LANGUAGES, pickLanguage, type Language } from './language.js';
export { isMessageKey, messages, say, slotsOf, type MessageKey } from './say.js';
export { tell } from './tell.js';
