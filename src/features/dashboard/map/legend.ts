/** A line of a legend: a class of areas, or a kind of marks. */
export type LegendLine =
  | { readonly shade: number; readonly label: string }
  | { readonly kind: string; readonly label: string }
