import { describe, isObject } from "./shape.js";

/**
 * The caller's options over the defaults. An explicit `undefined` leaves the default.
 *
 * @throws TypeError for an option that the function does not have, so that a misspelt one is not lost, or one of another
 *   kind than its default.
 */
export function readOptions<Defaults extends object>(
  name: string,
  given: Partial<Defaults> | undefined,
  defaults: Defaults,
): Defaults {
  if (given === undefined) return defaults;
  const known = Object.keys(defaults);
  if (!isObject(given)) {
    throw new TypeError(
      `${name}: options must be an object such as { ${known.join(", ")} }, but got ${describe(given)}`,
    );
  }
  const options = { ...defaults };
  for (const key of Object.keys(given) as (keyof Defaults & string)[]) {
    if (!known.includes(key)) {
      throw new TypeError(`${name}: unknown option ${describe(key)}; the options are { ${known.join(", ")} }`);
    }
    const value = given[key];
    const kind = typeof defaults[key];
    if (value === undefined) continue;
    if (defaults[key] !== undefined && typeof value !== kind) {
      throw new TypeError(`${name}: ${key} must be a ${kind}, but got ${describe(value)}`);
    }
    options[key] = value as Defaults[typeof key];
  }
  return options;
}
