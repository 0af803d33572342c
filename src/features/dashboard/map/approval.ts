interface OutlinesIndex {
  readonly files: readonly { readonly file: string; readonly approval: string | null }[]
}

/**
 * The map approval number (审图号) of a province's outlines (two digits), as the index of the outlines names it; null where
 * there is none or it cannot be read: then the map is for internal use only.
 */
export async function loadApproval(province: string): Promise<string | null> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}outlines/index.json`)
    if (!response.ok) return null
    const { files } = (await response.json()) as OutlinesIndex
    return files.find(({ file }) => file === `${province}.json`)?.approval ?? null
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null
    throw error
  }
}
