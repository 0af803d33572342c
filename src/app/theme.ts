export const themes = ['auto', 'light', 'dark', 'sunlight'] as const
export type Theme = (typeof themes)[number]

const key = 'xingxun.theme'

export const rememberedTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto'

/** `auto` leaves the choice to the phone. */
export function applyTheme(theme: Theme = rememberedTheme()): void {
  localStorage.setItem(key, theme)
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
