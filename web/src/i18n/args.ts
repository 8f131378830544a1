/** The names that a message needs, read from its own text: `{name}` and `{n, plural, …}`. So a forgotten or misspelt argument is a type error. */
type Name<A extends string> = A extends `${infer N}, plural${string}`
  ? N
  : A extends `${string}#${string}` | `${string} ${string}`
    ? never
    : A;
export type ArgNames<S extends string> = S extends `${string}{${infer A}}${infer Rest}` ? Name<A> | ArgNames<Rest> : never;
export type Args<S extends string> = [ArgNames<S>] extends [never] ? [] : [args: Record<ArgNames<S>, string | number>];
