export const largestFile = 2 * 1024 * 1024
export const mostRows = 2000
