type Load = () => Promise<{ default: Record<string, unknown> }>

/** Words of the reports and of a record as managers read it. */
export const activityWords: readonly Readonly<Record<'zh-CN' | 'en', Load>>[] = [
  { 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') },
]
