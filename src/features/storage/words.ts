/** The words of what is said about the device's storage. */
export const storageWords = { 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') } as const
