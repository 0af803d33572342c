/** One column of a table; `primary` is the heading of the card that a row becomes on the phone. */
export interface Column {
  readonly key: string
  readonly label: string
  readonly numeric?: boolean | undefined
  readonly primary?: boolean | undefined
  readonly sortable?: boolean | undefined
  readonly hideOnPhone?: boolean | undefined
}

export interface Sort {
  readonly key: string
  readonly descending: boolean
}
