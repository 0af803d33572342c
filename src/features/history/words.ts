export const historyWords = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }]
