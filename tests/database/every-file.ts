import { afterAll } from 'vitest'
import { endAll } from '../supabase/embedded/folder.ts'

afterAll(endAll)
