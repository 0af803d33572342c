/** The title of a person among other words of a line: none is nothing, for 无 alone tells nobody what is missing. */
export const titleWord = (t: (key: string) => string, level: string): string => (level === 'none' ? '' : t(`fields.people.titles.${level}`))
