/** One row of a search picker. `keywords` are searched but not shown: initials, codes, former names. */
export interface PickOption {
  readonly key: string
  readonly label: string
  readonly detail?: string | undefined
  readonly keywords?: string | undefined
  readonly disabled?: boolean | undefined
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/** The options in which every word of the query occurs; those whose label begins with the query come first. */
export const searchOptions = <Option extends PickOption>(
  options: readonly Option[],
  query: string,
): readonly Option[] => {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return options
  const found = options.filter(({ label, detail = '', keywords = '' }) => {
    const text = plain(`${label} ${detail} ${keywords}`)
    return words.every((word) => text.includes(word))
  })
  const begins = (option: Option) => plain(option.label).startsWith(words[0] ?? '')
  return [...found.filter(begins), ...found.filter((option) => !begins(option))]
}
