import type { PrintOptions } from "./format.js";
import { printOptions } from "./format.js";
import { readOptions } from "./options.js";
import { describe } from "./shape.js";

const PROFILES: Record<"default" | "short" | "full", Partial<PrintOptions>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeitems: 3, linewidth: 80 },
};

type Profile = keyof typeof PROFILES;
const noProfile = undefined as Profile | undefined;
const noSciMode = undefined as boolean | undefined;

/**
 * Says how tensors print from now on: options that are left out stay, a profile ("default", "short" or "full") sets all.
 *
 * @throws RangeError for a precision that is no integer from 0 to 100, or a size that is negative or no number.
 * @see https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */
export function setPrintOptions(given: Partial<PrintOptions> & { profile?: Profile }): void {
  const { profile } = readOptions("setPrintOptions", given, { ...printOptions, profile: noProfile });
  if (profile !== undefined && !Object.hasOwn(PROFILES, profile)) {
    throw new RangeError(`setPrintOptions: the profiles are default, short and full, but got ${describe(profile)}`);
  }
  const base = { ...printOptions, ...(profile && PROFILES[profile]) };
  const { precision, threshold, edgeitems, linewidth, sciMode } = readOptions("setPrintOptions", given, {
    ...base,
    sciMode: noSciMode, // as in torch, it goes back to what the values decide unless the same call says otherwise
    profile: noProfile,
  });
  if (!Number.isInteger(precision) || precision < 0 || precision > 100) {
    throw new RangeError(`setPrintOptions: precision must be an integer from 0 to 100, but got ${describe(precision)}`);
  }
  for (const [option, value] of Object.entries({ threshold, edgeitems, linewidth })) {
    if (typeof value !== "number" || !(value >= 0)) {
      throw new RangeError(`setPrintOptions: ${option} must be a number from 0 on, but got ${describe(value)}`);
    }
  }
  Object.assign(printOptions, { precision, threshold, edgeitems, linewidth, sciMode });
}
