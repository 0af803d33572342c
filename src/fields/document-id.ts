import { inject, provide, type InjectionKey } from 'vue'
import type { DocumentId } from '@/domain/id'

const key: InjectionKey<DocumentId> = Symbol('document')

export const provideDocumentId = (id: DocumentId): void => provide(key, id)

/** The record whose form this field stands in; nothing outside a form. */
export const useDocumentId = (): DocumentId | undefined => inject(key, undefined)
