import type { ThemeChoice } from '@/features/device/settings-store'

/** `auto` leaves the choice to the phone. */
export function applyTheme(theme: ThemeChoice): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
