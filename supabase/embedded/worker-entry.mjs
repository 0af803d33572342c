// The worker's first module. A worker does not inherit the loader that lets Node read TypeScript: it is registered
// here, before the first TypeScript file.
import { register } from 'tsx/esm/api'

register()
await import('./backend-worker.ts')
