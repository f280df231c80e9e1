export { sigmoid } from "./sigmoid.js";
