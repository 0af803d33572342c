interface OutlinesIndex {
  readonly files: readonly { readonly file: string; readonly approval: string | null }[]
  /** Counties whose townships an authority's own outlines show; absent where none were loaded. */
  readonly townships?: readonly { readonly county: number; readonly approval: string | null }[]
}

async function readIndex(): Promise<OutlinesIndex | null> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}outlines/index.json`)
    return response.ok ? (await response.json()) as OutlinesIndex : null
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * The map approval number (审图号) of a province's outlines (two digits), as the index of the outlines names it; null where
 * there is none or it cannot be read: then the map is for internal use only.
 */
export const loadApproval = async (province: string): Promise<string | null> =>
  (await readIndex())?.files.find(({ file }) => file === `${province}.json`)?.approval ?? null

/** Whether the deployment has outlines of a county's townships, with their approval number; null where it has none. */
export async function findTownships(county: number): Promise<{ readonly approval: string | null } | null> {
  const found = (await readIndex())?.townships?.find((each) => each.county === county)
  return found ? { approval: found.approval } : null
}
