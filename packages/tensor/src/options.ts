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
  const options = { ...defaults };
  const keys = isObject(given) ? Object.keys(given) : [given];
  for (const key of keys as (keyof Defaults & string)[]) {
    if (!Object.hasOwn(defaults, key)) {
      const known = Object.keys(defaults).join(", ");
      throw new TypeError(`${name}: unknown option ${describe(key)}; the options are { ${known} }`);
    }
    const value = given[key];
    const kind = typeof defaults[key];
    if (value === undefined) continue;
    if (kind !== "undefined" && typeof value !== kind) {
      throw new TypeError(`${name}: ${key} must be a ${kind}, but got ${describe(value)}`);
    }
    options[key] = value as Defaults[typeof key];
  }
  return options;
}
