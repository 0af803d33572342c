/**
 * Whether a word has no place for a value, no other forms and no link: the build leaves such words as texts, and the app
 * looks them up by itself, since the library without its compiler can read none.
 */
export const isPlain = (word: unknown): word is string => typeof word === 'string' && !/[{|@]/.test(word)
