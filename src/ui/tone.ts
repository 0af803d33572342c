import type { IconName } from './icons'

/** How a state feels. A tone is always shown with an icon or a word, never by colour alone. */
export type Tone = 'neutral' | 'info' | 'progress' | 'success' | 'warning' | 'danger'

export const toneIcons: Readonly<Record<Tone, IconName>> = {
  neutral: 'leaf',
  info: 'info',
  progress: 'clock',
  success: 'check',
  warning: 'warning',
  danger: 'error',
}
