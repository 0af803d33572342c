import type { Photo } from '@/ui/photo'

/** Drawn stand-ins for photos: a hill, a house, another sky each. */
const landscape = (sky: string, hill: string, house: number): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">
<rect width="400" height="300" fill="${sky}"/><circle cx="320" cy="70" r="30" fill="#fff3d6"/>
<path d="M0 210Q120 120 240 200T400 170V300H0Z" fill="${hill}"/>
<path d="M${house} 210v-50l40-30 40 30v50z" fill="#f6ead8"/>
<path d="M${house - 8} 164l48-38 48 38z" fill="#a0522d"/></svg>`)}`

export const photos: readonly Photo[] = [
  { key: 'gate', src: landscape('#cfe3ee', '#7fa286', 60), alt: '卫生院门头' },
  { key: 'room', src: landscape('#f6d9b8', '#9b8f5c', 160), alt: '中医馆诊室' },
  { key: 'shelf', src: landscape('#e3d8ee', '#6d8f7a', 220), alt: '中药房' },
  { key: 'away', src: null, alt: '尚未下载的照片' },
]
