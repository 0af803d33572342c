export const sessionWords = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }]
