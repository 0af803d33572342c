interface Queryable {
  /** One statement with $1… parameters; gives its rows. */
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>
  exec(sql: string): Promise<void>
}

/** What the demo data needs of the backend that it is put into. Nothing else may use the database meanwhile. */
export interface DemoContext {
  readonly database: Queryable & { transaction<T>(fn: (tx: Queryable) => Promise<T>): Promise<T> }
  /** Creates an auth user, gives its id. */
  signUp(email: string, password: string): Promise<string>
  /** Account `name` signs in as `name@accountDomain`. */
  readonly accountDomain: string
  /** Keeps the bytes of an object; its row in storage.objects is written here. Without it records carry no photos. */
  writeObject?(bucket: string, name: string, bytes: Uint8Array, type: string): Promise<unknown>
  /** Drops the bytes of an object whose row is gone. */
  removeObject?(bucket: string, name: string): Promise<unknown>
  /** The time that counts as now; the machine's clock without it. */
  now?(): Date
}

export type Transaction = Queryable
